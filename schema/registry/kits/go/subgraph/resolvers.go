package subgraph

import (
	"context"
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/vikstrous/dataloadgen"

	"kit-name/graph"
	"kit-name/records"
)

// request is what one request works with. Loaders put the keys of one moment into one command; they are never kept for another request.
type request struct {
	records       records.Records
	visible       records.Visible
	month         string
	encryptionKey string
	byID          *dataloadgen.Loader[string, *records.Record]
	byToken       *dataloadgen.Loader[string, []records.Record]
	people        *dataloadgen.Loader[string, int]
}

type requestKey struct{}

func of(ctx context.Context) *request { return ctx.Value(requestKey{}).(*request) }

func visibleTo(caller Claims) records.Visible {
	if !slices.Contains(caller.Scopes, "person:read") {
		return records.Visible{}
	}
	return records.Visible{All: slices.Contains(caller.Scopes, "person:all-agencies"), Agency: caller.Agency}
}

const wait = 2 * time.Millisecond

func newRequest(from records.Records, caller Claims, now int64, encryptionKey string) *request {
	r := &request{records: from, visible: visibleTo(caller), month: MonthFor(caller, now), encryptionKey: encryptionKey}
	r.byID = dataloadgen.NewLoader(func(ctx context.Context, ids []string) ([]*records.Record, []error) {
		rows, err := from.ByIDs(ctx, ids, r.visible)
		found := map[string]*records.Record{}
		for _, row := range rows {
			found[row.ID] = &row
		}
		return each(ids, func(id string) *records.Record { return found[id] }), failed(err)
	}, dataloadgen.WithWait(wait))
	r.byToken = dataloadgen.NewLoader(func(ctx context.Context, tokens []string) ([][]records.Record, []error) {
		rows, err := from.ByTokens(ctx, tokens, r.visible)
		found := map[string][]records.Record{}
		for _, row := range rows {
			found[row.Token] = append(found[row.Token], row)
		}
		return each(tokens, func(token string) []records.Record { return found[token] }), failed(err)
	}, dataloadgen.WithWait(wait))
	r.people = dataloadgen.NewLoader(func(ctx context.Context, districts []string) ([]int, []error) {
		counted, err := from.CountByDistrict(ctx, districts, LastDayOf(r.month, now))
		return each(districts, func(district string) int { return Shown(counted[district], caller) }), failed(err)
	}, dataloadgen.WithWait(wait))
	return r
}

func each[Value any](keys []string, of func(string) Value) []Value {
	found := make([]Value, len(keys))
	for at, key := range keys {
		found[at] = of(key)
	}
	return found
}

func failed(err error) []error {
	if err == nil {
		return nil
	}
	return []error{err}
}

type resolver struct{}

func (resolver) Query() graph.QueryResolver                     { return queryResolver{} }
func (resolver) Entity() graph.EntityResolver                   { return entityResolver{} }
func (resolver) District() graph.DistrictResolver               { return districtResolver{} }
func (resolver) KitNameDistrict() graph.KitNameDistrictResolver { return ownDistrictResolver{} }
func (resolver) Person() graph.PersonResolver                   { return personResolver{} }

func (r *request) shown(row *records.Record) (*graph.KitNameRecord, error) {
	if row == nil {
		return nil, nil
	}
	name, err := Unseal(r.encryptionKey, row.ID, row.Name)
	return &graph.KitNameRecord{
		ID: row.ID, Name: &name, District: &graph.District{Code: row.District}, From: row.From, To: row.To,
		Person: &graph.Person{Token: row.Token},
	}, err
}

type queryResolver struct{}

func (queryResolver) KitNameRecord(ctx context.Context, id string) (*graph.KitNameRecord, error) {
	row, err := of(ctx).byID.Load(ctx, id)
	if err != nil {
		return nil, err
	}
	return of(ctx).shown(row)
}

const cursor = "kit-name:"

var uuid = regexp.MustCompile(`^[0-9a-f-]{36}$`)

func placeOf(text string) (string, error) {
	read, err := base64.RawURLEncoding.DecodeString(text)
	id, found := strings.CutPrefix(string(read), cursor)
	if err != nil || !found || !uuid.MatchString(id) {
		return "", &CodedError{"BAD_CURSOR", 400, "The cursor does not belong to this list"}
	}
	return id, nil
}

func (queryResolver) KitNameRecords(ctx context.Context, first *int, after *string) (*graph.KitNameRecordConnection, error) {
	size, place := 20, ""
	if first != nil {
		size = *first
	}
	if size < 1 || size > 100 {
		return nil, &CodedError{"BAD_PAGE_SIZE", 400, fmt.Sprintf("The page size does not fit: expected 1 to 100, got %d", size)}
	}
	if after != nil {
		var err error
		if place, err = placeOf(*after); err != nil {
			return nil, err
		}
	}
	rows, err := of(ctx).records.Page(ctx, place, size+1, of(ctx).visible)
	if err != nil {
		return nil, err
	}
	page := &graph.KitNameRecordConnection{
		Edges: []*graph.KitNameRecordEdge{}, Nodes: []*graph.KitNameRecord{},
		PageInfo: &graph.PageInfo{HasNextPage: len(rows) > size, HasPreviousPage: after != nil},
	}
	for _, row := range rows[:min(size, len(rows))] {
		node, err := of(ctx).shown(&row)
		if err != nil {
			return nil, err
		}
		edge := &graph.KitNameRecordEdge{Cursor: base64.RawURLEncoding.EncodeToString([]byte(cursor + row.ID)), Node: node}
		page.Edges, page.Nodes = append(page.Edges, edge), append(page.Nodes, node)
	}
	if len(page.Edges) > 0 {
		page.PageInfo.StartCursor, page.PageInfo.EndCursor = &page.Edges[0].Cursor, &page.Edges[len(page.Edges)-1].Cursor
	}
	return page, nil
}

var districtCode = regexp.MustCompile(`^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$`)

func (queryResolver) KitNameDistrict(_ context.Context, code string) (*graph.KitNameDistrict, error) {
	if !districtCode.MatchString(code) {
		return nil, nil
	}
	return &graph.KitNameDistrict{Code: code, District: &graph.District{Code: code}}, nil
}

type entityResolver struct{}

func (entityResolver) FindKitNameDistrictByCode(ctx context.Context, code string) (*graph.KitNameDistrict, error) {
	return queryResolver{}.KitNameDistrict(ctx, code)
}

func (entityResolver) FindKitNameRecordByID(ctx context.Context, id string) (*graph.KitNameRecord, error) {
	return queryResolver{}.KitNameRecord(ctx, id)
}

func (entityResolver) FindDistrictByCode(_ context.Context, code string) (*graph.District, error) {
	if !districtCode.MatchString(code) {
		return nil, nil
	}
	return &graph.District{Code: code}, nil
}

func (entityResolver) FindPersonByToken(_ context.Context, token string) (*graph.Person, error) {
	return &graph.Person{Token: token}, nil
}

type districtResolver struct{}

func (districtResolver) KitNamePeople(ctx context.Context, district *graph.District) (*int, error) {
	people, err := of(ctx).people.Load(ctx, district.Code)
	return &people, err
}

type ownDistrictResolver struct{}

func (ownDistrictResolver) People(ctx context.Context, district *graph.KitNameDistrict) (*int, error) {
	people, err := of(ctx).people.Load(ctx, district.Code)
	return &people, err
}

func (ownDistrictResolver) Month(ctx context.Context, _ *graph.KitNameDistrict) (*string, error) {
	if of(ctx).month == "" {
		return nil, nil
	}
	return &of(ctx).month, nil
}

type personResolver struct{}

func (personResolver) KitNameRecords(ctx context.Context, person *graph.Person) ([]*graph.KitNameRecord, error) {
	rows, err := of(ctx).byToken.Load(ctx, person.Token)
	if err != nil {
		return nil, err
	}
	found := []*graph.KitNameRecord{}
	for _, row := range rows {
		record, err := of(ctx).shown(&row)
		if err != nil {
			return nil, err
		}
		found = append(found, record)
	}
	return found, nil
}
