lesson-at = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
} { $day }, { $time }
lesson-begins = ⏰ { $lesson } begins in { $time }: { $at }.
lesson-moved = 🔁 { $lesson } has another time: { $at }.
lesson-cancelled = ✖️ { $lesson } on { $at } does not take place.
button-join = Go there
button-no-reminders = No more reminders
pressed-no-reminders = All right, no more reminders. /optin reminders brings them back.
