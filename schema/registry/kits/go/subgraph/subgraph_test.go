package subgraph

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"kit-name/records"
)

var (
	testKey = bytes.Repeat([]byte{7}, 32)
	all     = Claims{Sub: "user:all", Scopes: []string{"person:read", "person:all-agencies"}}
	own     = Claims{Sub: "user:own", Scopes: []string{"person:read"}, Agency: "KIT_OWNER"}
	public  = Claims{Sub: "public"}
	exact   = Claims{Sub: "public", Cells: "exact"}
	used    = 0
	// opened is filled once for all tests.
	opened = map[string]asked{}
)

type asked struct {
	*testing.T
	app    *App
	sample []records.Record
}

// onEach runs in memory, and on MONGODB_URI where that is given.
func onEach(t *testing.T, run func(asked)) {
	options, err := ReadOptions(func(name string) string {
		return map[string]string{"CLAIMS_KEYS": base64.RawURLEncoding.EncodeToString(testKey)}[name]
	})
	if err != nil {
		t.Fatal(err)
	}
	sources := map[string]func() (records.Records, error){"memory": func() (records.Records, error) { return records.NewMemory(), nil }}
	if uri := os.Getenv("MONGODB_URI"); uri != "" {
		sources["MongoDB"] = func() (records.Records, error) { return records.OpenMongo(context.Background(), uri) }
	}
	for name, open := range sources {
		t.Run(name, func(t *testing.T) {
			if _, filled := opened[name]; !filled {
				from, err := open()
				if err != nil {
					t.Fatal(err)
				}
				sample, err := Sample(options.Keys)
				if err == nil {
					err = from.Add(context.Background(), sample)
				}
				if err != nil {
					t.Fatal(err)
				}
				opened[name] = asked{app: NewApp(options, from, "type Query { a: Int }"), sample: sample}
			}
			run(asked{t, opened[name].app, opened[name].sample})
		})
	}
}

func (a asked) send(claims Claims, body string) (int, string) {
	claims.Subgraph = "kit-name"
	who, _ := json.Marshal(claims)
	used++
	signed := fmt.Sprintf("v2.%s.%d.%d.test-%d", base64.RawURLEncoding.EncodeToString(who), nowMs(), nowMs()+10_000, used)
	request := httptest.NewRequest("POST", "/graphql", strings.NewReader(body))
	request.Header.Set("content-type", "application/json")
	request.Header.Set("x-sigap-claims", signed+"."+macOf(testKey, signed, []byte(body)))
	response := httptest.NewRecorder()
	a.app.ServeHTTP(response, request)
	return response.Code, response.Body.String()
}

func (a asked) ask(claims Claims, query string, variables any) string {
	body, _ := json.Marshal(map[string]any{"query": query, "variables": variables})
	_, answer := a.send(claims, string(body))
	return strings.TrimSpace(answer)
}

func (a asked) expect(got, expected string) {
	a.Helper()
	if got != expected {
		a.Errorf("expected %s, got %s", expected, got)
	}
}

func TestAnswersNobodyButItsGateway(t *testing.T) {
	onEach(t, func(a asked) {
		response := httptest.NewRecorder()
		a.app.ServeHTTP(response, httptest.NewRequest("POST", "/graphql", strings.NewReader(`{"query":"{ __typename }"}`)))
		if response.Code != 401 || !strings.Contains(response.Body.String(), "CLAIMS_MISSING") {
			a.Errorf("expected CLAIMS_MISSING, got %s", response.Body)
		}
	})
}

func TestAnswersEntitiesInOrderNullWhereThereIsNone(t *testing.T) {
	onEach(t, func(a asked) {
		of := []any{}
		for _, id := range []string{a.sample[2].ID, "nobody", a.sample[0].ID, a.sample[2].ID} {
			of = append(of, map[string]any{"__typename": "KitNameRecord", "id": id})
		}
		got := a.ask(all, `query ($of: [_Any!]!) { _entities(representations: $of) { ... on KitNameRecord { name } } }`, map[string]any{"of": of})
		a.expect(got, `{"data":{"_entities":[{"name":"Dewi Lestari"},null,{"name":"Siti Aminah"},{"name":"Dewi Lestari"}]}}`)
	})
}

func TestShowsAnAgencyItsOwnRowsAndNobodyElseAny(t *testing.T) {
	onEach(t, func(a asked) {
		mine := []string{}
		for _, row := range a.sample {
			if row.Agency == "KIT_OWNER" {
				mine = append(mine, `{"id":"`+row.ID+`"}`)
			}
		}
		slices.Sort(mine)
		query := `{ kitNameRecords(first: 100) { nodes { id } } }`
		a.expect(a.ask(own, query, nil), `{"data":{"kitNameRecords":{"nodes":[`+strings.Join(mine, ",")+`]}}}`)
		a.expect(a.ask(public, query, nil), `{"data":{"kitNameRecords":{"nodes":[]}}}`)
		a.expect(a.ask(own, `{ kitNameRecord(id: "`+a.sample[9].ID+`") { id } }`, nil), `{"data":{"kitNameRecord":null}}`)
	})
}

func TestCountsExactlyForWhoMayWithTheSameNoiseForEverybodyElse(t *testing.T) {
	onEach(t, func(a asked) {
		query := `{ one: kitNameDistrict(code: "32.75.01") { people month } few: kitNameDistrict(code: "32.75.03") { people } none: kitNameDistrict(code: "32.75.12") { people } }`
		a.expect(a.ask(exact, query, nil), `{"data":{"one":{"people":23,"month":null},"few":{"people":1},"none":{"people":0}}}`)
		first := a.ask(public, query, nil)
		a.expect(a.ask(public, query, nil), first)
		if strings.Contains(first, `"few":{"people":1}`) || !strings.Contains(first, `"none":{"people":0}`) {
			a.Errorf("expected noise, got %s", first)
		}
		before := a.ask(Claims{Sub: "public", Month: "2024-12"}, `{ kitNameDistrict(code: "32.75.01") { people month } }`, nil)
		a.expect(before, `{"data":{"kitNameDistrict":{"people":0,"month":"2024-12"}}}`)
	})
}

func TestExtendsOtherAgenciesTypesByTheirKeys(t *testing.T) {
	onEach(t, func(a asked) {
		caller := all
		caller.Cells = "exact"
		of := []any{map[string]any{"__typename": "District", "code": "32.75.01"}, map[string]any{"__typename": "Person", "token": a.sample[5].Token}}
		query := `query ($of: [_Any!]!) { _entities(representations: $of) { ... on District { kitNamePeople } ... on Person { kitNameRecords { id } } } }`
		got := a.ask(caller, query, map[string]any{"of": of})
		if !strings.HasPrefix(got, `{"data":{"_entities":[{"kitNamePeople":23},{"kitNameRecords":[{"id":"`) || !strings.Contains(got, a.sample[5].ID) {
			a.Errorf("expected both, got %s", got)
		}
	})
}

func TestRepeatsNoValueInItsErrors(t *testing.T) {
	onEach(t, func(a asked) {
		for query, variables := range map[string]map[string]any{
			`query ($n: Int) { kitNameRecords(first: $n) { nodes { id } } }`: {"n": "Siti Aminah"},
			`{ kitNameRecords(first: "Siti Aminah") { nodes { id } } }`:      nil,
			`{ a "Siti Aminah" }`: nil,
		} {
			if got := a.ask(all, query, variables); strings.Contains(got, "Siti") || !strings.Contains(got, `"code"`) {
				a.Errorf("expected a code and no value, got %s", got)
			}
		}
		if got := a.ask(all, `{ kitNameRecords(first: 101) { nodes { id } } }`, nil); !strings.Contains(got, "BAD_PAGE_SIZE") {
			a.Errorf("expected BAD_PAGE_SIZE, got %s", got)
		}
	})
}

func TestIsHealthy(t *testing.T) {
	onEach(t, func(a asked) {
		response := httptest.NewRecorder()
		a.app.ServeHTTP(response, httptest.NewRequest("GET", "/health", nil))
		if response.Code != 200 {
			a.Errorf("expected 200, got %d", response.Code)
		}
	})
}
