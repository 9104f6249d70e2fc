"""Who comes in, and what is locked: captcha, join requests, raids, nights, names, shared bans."""
