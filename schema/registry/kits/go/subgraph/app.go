package subgraph

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/plugin/federation/fedruntime"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"kit-name/graph"
	"kit-name/records"
)

const (
	// A thousand keys of entities stay far below it.
	bodyBytes = 4 << 20
	deepest   = 50
	tokens    = 20_000
)

var (
	loopback = regexp.MustCompile(`^(127\.0\.0\.1|\[::1\]|localhost)(:[0-9]+)?$`)
	jsonType = regexp.MustCompile(`(?i)^application/json *(;|$)`)
	// anybody is who asks while there is no key: whoever works at this machine, for trying out.
	anybody = Claims{Sub: "unguarded", Scopes: []string{"person:read", "person:all-agencies"}}
)

// App is the subgraph over HTTP: `POST /graphql` for the gateway, `GET /health`, nothing else.
type App struct {
	options  Options
	records  records.Records
	verifier *Verifier
	executor *executor.Executor
	now      func() int64
}

// NewApp serves the SDL that is published.
func NewApp(options Options, from records.Records, sdl string) *App {
	exec := executor.New(graph.NewExecutableSchema(graph.Config{Resolvers: resolver{}}))
	exec.SetErrorPresenter(present)
	exec.SetRecoverFunc(func(context.Context, any) error { return errors.New("failed") })
	exec.SetParserTokenLimit(tokens)
	exec.SetDisableSuggestion(true)
	if !options.Production {
		exec.Use(extension.Introspection{})
	}
	exec.AroundFields(func(ctx context.Context, next graphql.Resolver) (any, error) {
		// The library tells no SDL where introspection is off; the gateway asks it all the same, with claims.
		if field := graphql.GetFieldContext(ctx); field.Object == "Query" && field.Field.Name == "_service" {
			return fedruntime.Service{SDL: sdl}, nil
		}
		return next(ctx)
	})
	return &App{options, from, NewVerifier("kit-name", options.ClaimsKeys, nowMs), exec, nowMs}
}

func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	status, answer := a.answer(w, r)
	w.Header().Set("content-type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}

func refusal(err error) (int, any) {
	coded := &CodedError{"INTERNAL", 500, "The subgraph failed"}
	errors.As(err, &coded)
	return coded.Status, map[string]any{"errors": []any{map[string]any{"message": coded.Message, "extensions": map[string]any{"code": coded.Code}}}}
}

func (a *App) answer(w http.ResponseWriter, r *http.Request) (int, any) {
	switch r.URL.Path {
	case "/health":
		if a.records.Ping(r.Context()) != nil {
			return 503, map[string]string{"status": "the database does not answer"}
		}
		return 200, map[string]string{"status": "ok"}
	case "/graphql":
	default:
		return refusal(&CodedError{"NOT_FOUND", 404, "Expected /graphql or /health"})
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyBytes))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return refusal(&CodedError{"PAYLOAD_TOO_LARGE", 413, "Expected a smaller body"})
	}
	if err != nil {
		return refusal(&CodedError{"BODY_TOO_SLOW", 408, "Expected the whole body"})
	}
	caller, err := a.caller(r, body)
	if err != nil {
		return refusal(err)
	}
	params, err := paramsOf(r, body)
	if err != nil {
		return refusal(err)
	}
	return a.execute(r.Context(), params, caller)
}

func (a *App) caller(r *http.Request, body []byte) (Claims, error) {
	if len(a.options.ClaimsKeys) == 0 {
		// A page of another site can reach this machine under a name of its own; the Host header then has that name.
		if !loopback.MatchString(r.Host) {
			return Claims{}, &CodedError{"CLAIMS_MISSING", 401, "This subgraph answers its gateway only"}
		}
		return anybody, nil
	}
	// The query of a GET stands in its URL, which no signature covers.
	if r.Method != http.MethodPost {
		return Claims{}, &CodedError{"CLAIMS_BAD", 401, "Expected POST"}
	}
	return a.verifier.Verify(r.Header["X-Sigap-Claims"], body)
}

func paramsOf(r *http.Request, body []byte) (*graphql.RawParams, error) {
	if !jsonType.MatchString(r.Header.Get("content-type")) {
		return nil, &CodedError{"BAD_CONTENT_TYPE", 415, "Expected application/json"}
	}
	var params struct {
		Query         *string        `json:"query"`
		OperationName string         `json:"operationName"`
		Variables     map[string]any `json:"variables"`
	}
	decoder := json.NewDecoder(strings.NewReader(string(body)))
	decoder.UseNumber()
	if err := decoder.Decode(&params); err != nil || params.Query == nil {
		return nil, &CodedError{"BAD_REQUEST", 400, "Expected an object of JSON with query, variables and operationName"}
	}
	if isDeep(*params.Query) {
		return nil, &CodedError{"NESTED_TOO_DEEP", 400, "The document is nested too deep: expected at most 50 levels"}
	}
	return &graphql.RawParams{Query: *params.Query, OperationName: params.OperationName, Variables: params.Variables}, nil
}

// isDeep counts brackets before anything is parsed; those in a string count too, and no gateway sends fifty of them.
func isDeep(query string) bool {
	depth := 0
	for _, letter := range query {
		switch letter {
		case '{', '[', '(':
			depth++
		case '}', ']', ')':
			depth--
		}
		if depth > deepest {
			return true
		}
	}
	return false
}

func (a *App) execute(ctx context.Context, params *graphql.RawParams, caller Claims) (int, any) {
	ctx = graphql.StartOperationTrace(context.WithValue(ctx, requestKey{}, newRequest(a.records, caller, a.now(), a.options.Keys.Encryption)))
	operation, errs := a.executor.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		return 400, &graphql.Response{Errors: presented(ctx, errs)}
	}
	respond, ctx := a.executor.DispatchOperation(ctx, operation)
	return 200, respond(ctx)
}

func presented(ctx context.Context, errs gqlerror.List) gqlerror.List {
	var all gqlerror.List
	for _, err := range errs {
		if err.Extensions["code"] == nil {
			err.Extensions = map[string]any{"code": "BAD_DOCUMENT"}
		}
		all = append(all, present(ctx, err))
	}
	return all
}
