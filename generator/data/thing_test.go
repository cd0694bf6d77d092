package data

import (
	"encoding/json"
	"testing"
)

// TestThing: a thing is written as encoding/json writes it, so that no text can
// end the block that it stands in.
func TestThing(t *testing.T) {
	for _, s := range []string{"", "plain words", "a</script>", "<", ">", "&", `"`, `\`, "\n", "\x00\x7f", "é 日\u2028", "\xff", "it's + 1"} {
		one := thing{"@type": s, s: thing{"b": 1, "a": true}, "list": []thing{{"name": s, "position": 12}, {}}, "none": []thing{}}
		want, err := json.Marshal(thing{"@graph": []thing{one}})
		if err != nil {
			t.Fatal(err)
		}
		got := thing{"@graph": []thing{one}}.appendTo(nil)
		if string(want) != string(got) {
			t.Errorf("%q is written as\n%s\nand not\n%s", s, got, want)
		}
	}
}
