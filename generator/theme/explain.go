package theme

import (
	"errors"
	"fmt"
	"strings"
	"text/template"
)

// explain makes the error of a template say first where it is: the file, the
// line and the column.
func explain(err error) error {
	var exec template.ExecError
	if err == nil || !errors.As(err, &exec) {
		return err
	}
	text := strings.TrimPrefix(exec.Err.Error(), "template: ")
	return fmt.Errorf("%s", text)
}
