package check

import "time"

// contactNotice is how long before its day a contact is reported: long enough
// for somebody to ask whether it still holds, and to publish the answer.
const contactNotice = 30 * 24 * time.Hour

// contact reports that security.txt is, or soon will be, one that nobody should
// trust. What counts is the day of the build, not a status_date of the past.
func (c *checker) contact() {
	s := c.site.Config.Security
	if len(s.Contact) == 0 || s.Expires.IsZero() || c.site.Now.Add(contactNotice).Before(s.Expires) {
		return
	}
	how := "expires soon, on"
	if !c.site.Now.Before(s.Expires) {
		how = "expired on"
	}
	c.diags.Add(s.ExpiresAt, "contact-expired", "ask whether the contact still holds, and set a day within a year",
		"the contact for weaknesses %s %s", how, s.Expires.Format(time.DateOnly))
}
