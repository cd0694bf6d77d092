package main

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"trigpoint/generator/site"
)

// The tests of this file hold together what authors typed in two places: a
// reader who finds two figures for one thing believes neither.

const route = "content/planning-the-route/local-route/"

// TestContentRepeatsItsMeasures: the table that was typed of the measures has
// the baseline, the latest result and the nearest target of each.
func TestContentRepeatsItsMeasures(t *testing.T) {
	s := siteModel(t)
	rows := typedRows(t, route+"measures/_index.md")
	day := time.Date(2012, 6, 30, 0, 0, 0, 0, time.UTC)
	for _, e := range s.Kind("measure") {
		targets, _ := e.Field("targets")
		actuals, _ := e.Field("actuals")
		baseline, _ := e.Field("baseline")
		next := slices.IndexFunc(targets.Series, func(p site.Point) bool { return !p.Date.Before(day) })
		if next < 0 {
			t.Fatalf("%s: no target is left", e.ID)
		}
		target, latest := targets.Series[next], actuals.Series[len(actuals.Series)-1]
		want := []string{number(baseline.Number), number(latest.Value), number(target.Value) + target.Date.Format(" by January 2006")}
		if row := rows[e.ID]; len(row) < 3 || !slices.Equal(row[len(row)-3:], want) {
			t.Errorf("%s: the table says %q, the measure %q", e.ID, row, want)
		}
	}
}

// TestContentRepeatsItsCosts: the table of days and money has what the page of
// each action says, and its sums are right.
func TestContentRepeatsItsCosts(t *testing.T) {
	s := siteModel(t)
	rows, sums := typedRows(t, route+"progress.md"), [4]int{}
	for _, e := range s.Kind("action") {
		_, cost, _ := strings.Cut(string(readFile(t, path.Join("..", e.Page.Source()))), "\n## What it cost")
		for i, cell := range rows[e.ID] {
			n, err := strconv.Atoi(strings.ReplaceAll(cell, ",", ""))
			if err != nil {
				t.Fatalf("%s: %v", e.ID, err)
			}
			sums[i] += n
			if n > 0 && !strings.Contains(cost, []string{"", "", "£", "£"}[i]+cell) {
				t.Errorf("%s: the table says %s, its page %q", e.ID, cell, cost)
			}
		}
	}
	if got := strings.ReplaceAll(strings.Join(rows["All"], " "), ",", ""); got != strings.Trim(fmt.Sprint(sums), "[]") {
		t.Errorf("the table adds up to %s, its rows to %v", got, sums)
	}
}

// TestContentRepeatsItsOwners: the table of who owns how much agrees with the
// actions.
func TestContentRepeatsItsOwners(t *testing.T) {
	s := siteModel(t)
	want := map[string][]int{"All": {0, 0, 0, 0}}
	for _, e := range s.Kind("action") {
		owner := e.Related("owner")[0].ID
		if want[owner] == nil {
			want[owner] = []int{0, 0, 0, 0}
		}
		column := map[string]int{"met": 1, "dropped": 3}[e.Progress.Status]
		if column == 0 {
			column = 2
		}
		for _, counts := range [][]int{want[owner], want["All"]} {
			counts[0]++
			counts[column]++
		}
	}
	rows := typedRows(t, route+"register.md")
	for owner, counts := range want {
		if got := strings.Join(rows[owner], " "); got != strings.Trim(fmt.Sprint(counts), "[]") {
			t.Errorf("%s: the table says %s, the actions %v", owner, got, counts)
		}
	}
}

// TestContentRepeatsItsCounts: what the words count of statuses and of answered
// asks is so.
func TestContentRepeatsItsCounts(t *testing.T) {
	s := siteModel(t)
	status, answered := map[string]int{}, map[string]int{}
	for _, e := range s.Kind("action") {
		status[e.Progress.Status]++
	}
	for _, e := range s.Kind("ask") {
		if len(e.Related("answered-by")) > 0 {
			answered[e.Related("role")[0].ID]++
		}
	}
	words := []string{"none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	for name, want := range map[string]string{
		"progress.md": fmt.Sprintf("%s actions of fifteen are met, %s is partly met, %s are under way and %s was dropped.",
			words[status["met"]], words[status["partly-met"]], words[status["in-progress"]], words[status["dropped"]]),
		"coverage.md": fmt.Sprintf("%d asks, of which the actions answer %d. they answer %s of twelve asks of the [chief executive][r1] and %s of twelve of the [cio][r3], but only %s of the [cfo][r2]'s twelve.",
			len(s.Kind("ask")), answered["R1"]+answered["R2"]+answered["R3"], words[answered["R1"]], words[answered["R3"]], words[answered["R2"]]),
	} {
		if text := strings.ToLower(string(readFile(t, path.Join("..", route+name)))); !strings.Contains(text, want) {
			t.Errorf("%s does not say %q", name, want)
		}
	}
}

// typedRows are the rows of the tables that stand in a file: the cells behind
// the first, by the id or the words in that; where two begin alike, the last.
func typedRows(t *testing.T, name string) map[string][]string {
	t.Helper()
	rows := map[string][]string{}
	for line := range strings.Lines(string(readFile(t, path.Join("..", name)))) {
		row, isRow := strings.CutPrefix(strings.ReplaceAll(line, "*", ""), "| ")
		cells := strings.Split(strings.TrimRight(row, " |\n"), " | ")
		if isRow {
			id := strings.TrimSuffix(cells[0][strings.LastIndex(cells[0], "[")+1:], "]")
			rows[id] = cells[1:]
		}
	}
	return rows
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
