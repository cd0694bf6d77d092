package main

import (
	"errors"
	"flag"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// update rewrites golden files, for a person to read and judge as a diff.
var update = flag.Bool("update", false, "rewrite the golden files")

// TestMain lets scripts run the program by its name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"trigpoint": main})
}

// TestScripts runs each command as its users do. A script that compares what
// is printed is rewritten by -update.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
		Setup: func(e *testscript.Env) error {
			e.Setenv("SOURCE_DATE_EPOCH", "1341057600") // 2012-06-30T12:00:00Z
			return nil
		},
	})
}

// exits is the script command "exits STATUS PROGRAM …": the program must end
// with that exit status.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS PROGRAM [ARGUMENT …]")
	}
	status := 0
	var ended *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &ended) {
		status = ended.ExitCode()
	} else {
		ts.Check(err)
	}
	if got := strconv.Itoa(status); got != args[0] {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}
