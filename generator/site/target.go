package site

// A Target is what a reference leads to. The zero Target is none.
type Target struct {
	Page      *Page
	Element   *Element   // where the reference was to an element
	Paragraph *Paragraph // where it was to a paragraph of the page
	Anchor    string     // where it was to another place in the page
	Asset     *Asset     // a file; Page is nil
	Listing   *Listing   // the list of a kind; Page is nil
	Hidden    bool       // something that is not published, and so nothing at all
}

// IsZero tells whether the target is none.
func (t Target) IsZero() bool { return t == Target{} }

// Fragment is the id of the place in the page, or empty for its beginning.
func (t Target) Fragment() string {
	switch {
	case t.Paragraph != nil:
		return t.Paragraph.Anchor
	case t.Anchor != "":
		return t.Anchor
	case t.Element != nil && t.Element.Heading >= 0:
		return t.Element.ID
	}
	return ""
}

// Title names the target in full, for a tooltip.
func (t Target) Title() string {
	switch {
	case t.Element != nil:
		return t.Element.Title
	case t.Page != nil:
		return t.Page.Title
	case t.Listing != nil:
		return t.Listing.Kind.Plural
	}
	return ""
}
