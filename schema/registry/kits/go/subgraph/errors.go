// Package subgraph is the subgraph kit-name of KIT_OWNER.
package subgraph

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// CodedError leaves with its code. Its message states what was expected, and repeats nothing that may be somebody's.
type CodedError struct {
	Code    string
	Status  int
	Message string
}

func (e *CodedError) Error() string { return e.Message }

// The parser and the validator repeat values in their messages: of variables, of literals, of strings in a document that they cannot read.
var values = regexp.MustCompile(`(?s)( cannot represent [^:]*|[Uu]nexpected \w+| found \w+| got \w+|cannot use \w+).*$`)

// present is what leaves of an error: its code always, its message unless it is of the inside.
func present(ctx context.Context, err error) *gqlerror.Error {
	var coded *CodedError
	if errors.As(err, &coded) {
		return &gqlerror.Error{Message: coded.Message, Path: graphql.GetPath(ctx), Extensions: map[string]any{"code": coded.Code}}
	}
	var known *gqlerror.Error
	if errors.As(err, &known) && known.Extensions["code"] != nil {
		return &gqlerror.Error{
			Message: values.ReplaceAllString(known.Message, "$1"), Path: known.Path, Locations: known.Locations,
			Extensions: map[string]any{"code": known.Extensions["code"]},
		}
	}
	// The message may hold what the database holds, so the log gets the kind and the place only.
	fmt.Fprintf(os.Stderr, "%T at %s\n", err, graphql.GetPath(ctx))
	return &gqlerror.Error{Message: "The subgraph failed", Path: graphql.GetPath(ctx), Extensions: map[string]any{"code": "INTERNAL"}}
}
