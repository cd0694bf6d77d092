// Trigpoint builds, checks and previews the site of a strategy and of the
// documents that follow it.
//
//	go run ./generator build
//
// Each command is one file of this folder: its flags, a call, and what it
// prints. The work is done by the packages below.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"
)

// commands are the verbs of the program, in the order of the manual.
func commands(e *environment) []*cobra.Command {
	return []*cobra.Command{buildCommand(e), serveCommand(e), checkCommand(e), newCommand(e), statusCommand(e),
		publishCommand(e), themeCommand(e), lockCommand(e)}
}

func main() {
	e := newEnvironment()
	e.garbage = startPacer(os.Getenv)
	os.Exit(run(e))
}

func run(e *environment) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := rootCommand(e)
	return status(root.ExecuteContext(ctx), root)
}

func rootCommand(e *environment) *cobra.Command {
	root := &cobra.Command{
		Use:           "trigpoint",
		Short:         "Build the site of a strategy and of the documents that follow it",
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.PersistentFlags().StringVarP(&e.dir, "directory", "C", ".", "the folder with site.toml")
	root.SetFlagErrorFunc(suggestFlag)
	root.AddCommand(commands(e)...)
	return root
}

// release is the version of a released program, which the linker puts here.
var release string

// version is the release, or what the program was built from.
func version() string {
	if info, ok := debug.ReadBuildInfo(); release == "" && ok {
		return info.Main.Version
	}
	return release
}

// errFailed ends a command that has told the author everything already.
var errFailed = errors.New("failed")

// status prints an error, if there is one to print, and returns the exit
// status: 1 for problems found, 2 for a command that could not run.
func status(err error, root *cobra.Command) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errFailed):
		return 1
	}
	fmt.Fprintf(root.ErrOrStderr(), "trigpoint: %s\n", err)
	return 2
}
