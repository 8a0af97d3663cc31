package subgraph

import (
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"testing"
	"time"

	"kit-name/records"
)

func read(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile("../vectors/" + name + ".json")
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestClaims(t *testing.T) {
	var file struct {
		Subgraph, Key, Previous string
		Now                     int64
		Vectors                 []struct {
			Name, Body, Error string
			Header            any
			Claims            map[string]any
		}
	}
	read(t, "claims", &file)
	keys, err := ReadClaimsKeys(file.Key + "," + file.Previous)
	if err != nil {
		t.Fatal(err)
	}
	verifier := NewVerifier(file.Subgraph, keys, func() int64 { return file.Now })
	for _, vector := range file.Vectors {
		t.Run(vector.Name, func(t *testing.T) {
			var headers []string
			switch header := vector.Header.(type) {
			case string:
				headers = []string{header}
			case []any:
				for _, each := range header {
					headers = append(headers, each.(string))
				}
			}
			claims, err := verifier.Verify(headers, []byte(vector.Body))
			var coded *CodedError
			if errors.As(err, &coded); (coded == nil) != (vector.Error == "") || (coded != nil && coded.Code != vector.Error) {
				t.Fatalf("expected %q, got %v", vector.Error, coded)
			}
			if vector.Error != "" {
				return
			}
			text, _ := json.Marshal(claims)
			var got map[string]any
			_ = json.Unmarshal(text, &got)
			if !reflect.DeepEqual(got, vector.Claims) {
				t.Fatalf("expected %v, got %v", vector.Claims, got)
			}
		})
	}
}

func TestPersonTokens(t *testing.T) {
	var file struct {
		IdentityKey string
		Vectors     []struct{ Nik, Token string }
		Refused     []string
	}
	read(t, "person-tokens", &file)
	tokenOf := PersonTokens(file.IdentityKey)
	for _, vector := range file.Vectors {
		if got := tokenOf(vector.Nik); got != vector.Token {
			t.Errorf("expected %s, got %s", vector.Token, got)
		}
	}
	for _, text := range file.Refused {
		if IsNik(text) {
			t.Errorf("%q is no NIK", text)
		}
	}
}

func TestCellKeys(t *testing.T) {
	type key struct {
		ID        string
		RecordKey uint32
	}
	var file struct {
		RecordKey, Records string
		RecordKeys         []key
		OtherRecords       struct {
			Records    string
			RecordKeys []key
		}
		Cells []struct {
			IDs                []string
			CellKey, Scattered uint32
		}
		Scattered []struct{ CellKey, Scattered uint32 }
	}
	read(t, "cell-keys", &file)
	keyOf, otherKeyOf := RecordKeys(file.RecordKey, file.Records), RecordKeys(file.RecordKey, file.OtherRecords.Records)
	for _, each := range file.RecordKeys {
		if keyOf(each.ID) != each.RecordKey {
			t.Errorf("expected %d for %s, got %d", each.RecordKey, each.ID, keyOf(each.ID))
		}
	}
	for _, each := range file.OtherRecords.RecordKeys {
		if otherKeyOf(each.ID) != each.RecordKey {
			t.Errorf("expected %d for %s, got %d", each.RecordKey, each.ID, otherKeyOf(each.ID))
		}
	}
	for _, cell := range file.Cells {
		var sum uint32
		for _, id := range cell.IDs {
			sum += keyOf(id)
		}
		if sum != cell.CellKey || Scatter(sum) != cell.Scattered {
			t.Errorf("expected %d and %d, got %d and %d", cell.CellKey, cell.Scattered, sum, Scatter(sum))
		}
	}
	for _, each := range file.Scattered {
		if Scatter(each.CellKey) != each.Scattered {
			t.Errorf("expected %d, got %d", each.Scattered, Scatter(each.CellKey))
		}
	}
}

func TestPTable(t *testing.T) {
	var file struct {
		Vectors []struct {
			Count, Published int
			Key              uint32
		}
		People []struct {
			Count, Published int
			CellKey          uint32
		}
	}
	read(t, "p-table", &file)
	for _, vector := range file.Vectors {
		if got := Perturb(vector.Count, vector.Key); got != vector.Published {
			t.Errorf("expected %d for %d and %d, got %d", vector.Published, vector.Count, vector.Key, got)
		}
	}
	for _, vector := range file.People {
		if got := Shown(records.Tally{People: vector.Count, Key: vector.CellKey}, Claims{}); got != vector.Published {
			t.Errorf("expected %d for %d and %d, got %d", vector.Published, vector.Count, vector.CellKey, got)
		}
	}
}

func TestMonths(t *testing.T) {
	at := func(text string) int64 {
		moment, _ := time.Parse(time.RFC3339, text)
		return moment.UnixMilli()
	}
	for _, each := range []struct {
		claims Claims
		now    int64
		month  string
	}{
		{Claims{}, at("2026-01-01T01:00:00+07:00"), "2025-12"},
		{Claims{}, at("2025-12-31T23:00:00+07:00"), "2025-11"},
		{Claims{Month: "2025-03"}, 0, "2025-03"},
		{Claims{Month: "2025-03", Cells: "exact"}, 0, ""},
	} {
		if got := MonthFor(each.claims, each.now); got != each.month {
			t.Errorf("expected %q, got %q", each.month, got)
		}
	}
}

func TestSealedNameOpensInItsOwnRecordOnly(t *testing.T) {
	key := development("ab")
	sealed, err := Seal(key, "one", "Siti")
	if err != nil {
		t.Fatal(err)
	}
	if text, err := Unseal(key, "one", sealed); text != "Siti" || err != nil {
		t.Errorf("expected Siti, got %q, %v", text, err)
	}
	if _, err := Unseal(key, "other", sealed); err == nil {
		t.Error("it opened in another record")
	}
}

func TestProductionTakesNoDevelopmentKeyAndNoStartWithoutClaims(t *testing.T) {
	for _, env := range []map[string]string{
		{"ENVIRONMENT": "production", "MONGODB_URI": "mongodb://x", "CLAIMS_KEYS": "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc"},
		{"ENVIRONMENT": "production", "MONGODB_URI": "mongodb://x"},
		{"HOST": "0.0.0.0"},
	} {
		if _, err := ReadOptions(func(name string) string { return env[name] }); err == nil {
			t.Errorf("it would start with %v", env)
		}
	}
}
