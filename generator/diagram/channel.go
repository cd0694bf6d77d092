package diagram

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// A channel is the space between layers in which routes run. Routes that meet
// in one vertex share a track, so a route is a trunk with branches.
type channel struct {
	bundles []*bundle
	levels  int // tracks that are needed side by side
}

// A bundle is a hub and what is joined to it.
type bundle struct {
	hub      int
	links    []link
	ports    []float64 // heights at which branches reach the track
	left     []float64 // those of ports that come from the left
	right    []float64
	top, end float64 // what the track spans
	level    int
}

// spoke is the end of a link that is not the hub.
func (b *bundle) spoke(k link) int {
	if k.a == b.hub {
		return k.b
	}
	return k.a
}

// gather makes bundles of links: around those ends that are fewer.
func gather(links []link) []*bundle {
	as, bs := map[int]int{}, map[int]int{}
	for _, k := range links {
		as[k.a]++
		bs[k.b]++
	}
	byA := len(as) <= len(bs)
	var out []*bundle
	at := map[int]*bundle{}
	for _, k := range links {
		hub := k.b
		if byA {
			hub = k.a
		}
		if at[hub] == nil {
			at[hub] = &bundle{hub: hub}
			out = append(out, at[hub])
		}
		at[hub].links = append(at[hub].links, k)
	}
	return out
}

// span works out the track from its ports.
func (b *bundle) span() {
	all := append(slices.Clone(b.left), b.right...)
	b.top, b.end = slices.Min(all), slices.Max(all)
}

// crosses counts the branches that cross when a's track is left of b's.
func crosses(a, b *bundle) int {
	n := 0
	for _, y := range b.left {
		if y > a.top && y < a.end {
			n++
		}
	}
	for _, y := range a.right {
		if y > b.top && y < b.end {
			n++
		}
	}
	return n
}

// settle chooses the order of the tracks by exchanging neighbours, and puts
// tracks that do not meet at one level.
func (c *channel) settle() {
	slices.SortStableFunc(c.bundles, func(a, b *bundle) int {
		return cmp.Or(cmp.Compare(a.end-a.top, b.end-b.top), cmp.Compare(a.top, b.top))
	})
	for range len(c.bundles) {
		if !c.exchange() {
			break
		}
	}
	for i, b := range c.bundles {
		for _, o := range c.bundles[:i] {
			if o.top < b.end+4 && b.top < o.end+4 {
				b.level = max(b.level, o.level+1)
			}
		}
		c.levels = max(c.levels, b.level+1)
	}
}

func (c *channel) exchange() bool {
	better := false
	for i := 0; i+1 < len(c.bundles); i++ {
		a, b := c.bundles[i], c.bundles[i+1]
		if crosses(b, a) < crosses(a, b) {
			c.bundles[i], c.bundles[i+1] = b, a
			better = true
		}
	}
	return better
}

// ports shares out the height of a side of a box among the bundles that reach
// it, in the order of where they come from.
func ports(y, high float64, from []float64) []float64 {
	order := make([]int, len(from))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(from[a], from[b]) })
	step := math.Min(7, high/float64(len(from)+1))
	out := make([]float64, len(from))
	for i, o := range order {
		out[o] = y + (float64(i)-float64(len(from)-1)/2)*step
	}
	return out
}

// bend is the radius of the bends of a route.
const bend = 5.0

// trace returns the path data of a route through points that lie level or
// upright of one another, with rounded bends.
func trace(points []Point) string {
	var b strings.Builder
	b.WriteString("M" + num(points[0].X) + " " + num(points[0].Y))
	for i := 1; i < len(points)-1; i++ {
		from, at, to := points[i-1], points[i], points[i+1]
		r := math.Min(bend, math.Min(distance(from, at), distance(at, to))/2)
		in, out := towards(at, from, r), towards(at, to, r)
		b.WriteString("L" + num(in.X) + " " + num(in.Y) + "Q" + num(at.X) + " " + num(at.Y) + " " + num(out.X) + " " + num(out.Y))
	}
	last := points[len(points)-1]
	b.WriteString("L" + num(last.X) + " " + num(last.Y))
	return b.String()
}

func distance(a, b Point) float64 { return math.Abs(a.X-b.X) + math.Abs(a.Y-b.Y) }

func towards(from, to Point, r float64) Point {
	d := distance(from, to)
	if d == 0 {
		return from
	}
	return Point{from.X + (to.X-from.X)*r/d, from.Y + (to.Y-from.Y)*r/d}
}

// straighten drops points that lie on a straight line between others.
func straighten(points []Point) []Point {
	out := points[:1:1]
	for i := 1; i < len(points); i++ {
		if p := points[i]; i == len(points)-1 || distance(out[len(out)-1], p) > 0.05 {
			out = append(out, p)
		}
	}
	return out
}
