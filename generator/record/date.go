package record

import "time"

// The TOML library marks values without an offset by the name of their zone;
// their wall-clock fields are as written.
const (
	zoneDate     = "date-local"
	zoneDateTime = "datetime-local"
	zoneTime     = "time-local"
)

// Date returns a calendar day as midnight UTC. A text of the form 2006-01-02
// counts, since heading attributes have no dates.
func (v Value) Date() (time.Time, bool) {
	switch d := v.raw.(type) {
	case time.Time:
		if d.Location().String() != zoneDate {
			return time.Time{}, false
		}
		return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC), true
	case string:
		t, err := time.Parse(time.DateOnly, d)
		return t, err == nil
	}
	return time.Time{}, false
}

// Instant returns a moment: a day begins at midnight in the zone, a date and
// time without offset is in the zone, one with an offset is what it says.
func (v Value) Instant(zone *time.Location) (time.Time, bool) {
	if day, ok := v.Date(); ok {
		return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, zone), true
	}
	d, ok := v.raw.(time.Time)
	if !ok || d.Location().String() == zoneTime {
		return time.Time{}, false
	}
	if d.Location().String() == zoneDateTime {
		return time.Date(d.Year(), d.Month(), d.Day(), d.Hour(), d.Minute(), d.Second(), 0, zone), true
	}
	return d, true
}
