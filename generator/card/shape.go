package card

import "slices"

// A point has coordinates in 64ths of a pixel, y downwards.
type point struct{ x, y int }

// A shape is closed lines. What they go around more often one way than the
// other is inside.
type shape [][]point

// curve appends a quadratic curve from the last point, in so many straight
// steps.
func curve(line []point, steps int, control, end point) []point {
	start := line[len(line)-1]
	for i := 1; i <= steps; i++ {
		a, b, c := (steps-i)*(steps-i), 2*i*(steps-i), i*i
		line = append(line, point{
			(a*start.x + b*control.x + c*end.x) / (steps * steps),
			(a*start.y + b*control.y + c*end.y) / (steps * steps),
		})
	}
	return line
}

// circle is a circle, as eight curves.
func circle(centre point, r int) []point {
	// The points of an octagon around it are its controls: tan and cos of 22.5°.
	t, d := r*414/1000, r*707/1000
	at := func(x, y int) point { return point{centre.x + x, centre.y + y} }
	line := []point{at(r, 0)}
	for _, q := range [][2]point{
		{at(r, t), at(d, d)}, {at(t, r), at(0, r)}, {at(-t, r), at(-d, d)}, {at(-r, t), at(-r, 0)},
		{at(-r, -t), at(-d, -d)}, {at(-t, -r), at(0, -r)}, {at(t, -r), at(d, -d)}, {at(r, -t), at(r, 0)},
	} {
		line = curve(line, 24, q[0], q[1])
	}
	return line
}

// levels is how many lines of samples cross each row of pixels.
const levels = 8

// crossing is where an edge crosses a line of samples, and which way.
type crossing struct{ x, way int }

// scan calls paint with how much of each pixel is inside: of levels × 64.
func (s shape) scan(width, height int, paint func(x, y, covered int)) {
	top, rows := s.rows(height)
	cover := make([]int, width)
	for ; len(rows) > 0; top, rows = top+1, rows[levels:] {
		used := false
		for _, row := range rows[:levels] {
			used = span(row, cover) || used
		}
		if !used {
			continue
		}
		for x, c := range cover {
			if c > 0 {
				paint(x, top, c)
			}
			cover[x] = 0
		}
	}
}

// rows lists the crossings of each line of samples, for the rows of pixels that
// the shape reaches, from the top one on. All lists lie in one: most are of two.
func (s shape) rows(height int) (top int, rows [][]crossing) {
	top, bottom := s.reach(height)
	first := top * levels
	ends := make([]int, (bottom-top)*levels+1)
	s.cross(first, len(ends)-1, func(row int, _ crossing) { ends[row+1]++ })
	for i := 1; i < len(ends); i++ {
		ends[i] += ends[i-1]
	}
	all, rows := make([]crossing, ends[len(ends)-1]), make([][]crossing, len(ends)-1)
	for i := range rows {
		rows[i] = all[ends[i]:ends[i]:ends[i+1]]
	}
	s.cross(first, len(rows), func(row int, c crossing) { rows[row] = append(rows[row], c) })
	return top, rows
}

// reach returns the first row of pixels that a shape can touch, and the one
// below the last.
func (s shape) reach(height int) (top, bottom int) {
	top, bottom = height, 0
	for _, line := range s {
		for _, p := range line {
			top, bottom = min(top, p.y>>6), max(bottom, p.y>>6+1)
		}
	}
	top, bottom = max(top, 0), min(bottom, height)
	return min(top, bottom), bottom
}

// cross calls meet where an edge crosses one of so many lines of samples.
func (s shape) cross(first, lines int, meet func(row int, c crossing)) {
	const step = 64 / levels
	for _, line := range s {
		for i, a := range line {
			b, way := line[(i+1)%len(line)], 1
			if a.y > b.y {
				a, b, way = b, a, -1
			}
			for n := max(first, (a.y-step/2+step-1)/step); n < first+lines && n*step+step/2 < b.y; n++ {
				if y := n*step + step/2; y >= a.y {
					meet(n-first, crossing{a.x + (y-a.y)*(b.x-a.x)/(b.y-a.y), way})
				}
			}
		}
	}
}

// span adds what lies inside on one line of samples.
func span(row []crossing, cover []int) bool {
	slices.SortFunc(row, func(a, b crossing) int { return a.x - b.x })
	around := 0
	for i, c := range row {
		if around += c.way; around != 0 {
			add(cover, max(c.x, 0), min(row[min(i+1, len(row)-1)].x, len(cover)<<6))
		}
	}
	return len(row) > 0
}

func add(cover []int, from, to int) {
	for x := from; x < to; {
		end := min((x>>6+1)<<6, to)
		cover[x>>6] += end - x
		x = end
	}
}
