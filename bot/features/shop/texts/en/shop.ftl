command-shop = what there is for coins
help-shop = /shop shows what there is to have for coins, and how many you have. Points bring coins and are never spent.
command-orders = what you ordered
help-orders = /orders shows your latest orders: what became of them, and codes that came.
command-gift = give somebody coins
help-gift = /gift @ann 10, or /gift 10 as an answer, gives somebody some of your coins; there are limits for a day and a week.

shop-closed = There is nothing to have for coins just now.
shop-head = <b>Shop</b> · you have { $coins ->
    [one] one coin
   *[other] { $coins } coins
}
shop-line = { $good } — { $price }
shop-price = Costs { $price } coins; you have { $coins }.
shop-left = { $left ->
    [0] None left.
    [one] One left.
   *[other] { $left } left.
}
button-order = Order for { $price } coins
button-shop = To the shop
shop-gone = There is none left.
shop-had = You have as many of these as one may have.
shop-few = You have too few coins: it costs { $price }.
shop-once = You ordered this already; /orders shows it.
shop-no-moderators = This cannot be handed over just now.
order-ordered = Order { $order }: { $good } for { $price } coins. The moderators know, and tell you here.
order-delivered = Order { $order }: { $good } was delivered.
order-refunded = Order { $order }: the { $price } coins for { $good } came back.
order-code = Order { $order }: { $good }. Your code: <code>{ $code }</code>
orders-head = <b>Your orders</b>
orders-none = You have not ordered anything yet; /shop shows what there is.
shop-card = 🛍 Order { $order }: { $member } wants { $good } for { $price } coins.
shop-card-delivered = ✅ Delivered.
shop-card-refunded = ↩️ The coins went back.
button-order-delivered = Delivered
button-order-refund = Coins back
shop-not-yours = Only moderators may do that.
shop-ended = That order is finished already.

gift-off = Coins are not given away here.
gift-how = Please write /gift @ann 10, or /gift 10 as an answer.
gift-nobody = Coins are for another member.
gift-once = That was given already.
gift-few = You have { $coins ->
    [one] one coin
   *[other] { $coins } coins
}.
gift-new = Not yet: you both have to be here for a while.
gift-today = That is more than one may give in a day.
gift-received = They were given enough for today.
gift-pair = That is more than the two of you may give each other in a week.
gift-people = You gave to enough people this week.
gift-given = 🎁 { $member }: { $coins ->
    [one] one coin
   *[other] { $coins } coins
} for you.

shop-order = Order { $order }: { $good } for { $price } coins, { $state }, by { $member }.
shop-orders-none = There are no such orders.
shop-codes = { $new } new codes; { $left } wait for { $good }.
shop-refunded = Order { $order }: { $coins } coins came back.
