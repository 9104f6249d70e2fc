steps-open = 🚀 First steps
steps-head = <b>First steps</b>
steps-over = 🎉 <b>All first steps are done. Good to have you here!</b>
steps-open-line = ⬜ { $text }
steps-done = ✅ { $text }
steps-none = There are no first steps here; just write in the group.
