// Package records is where records are: in MongoDB, or in memory for trying out and for tests.
package records

import (
	"context"
	"slices"
	"strings"
	"sync"
)

// Record of a person.
type Record struct {
	// ID is a random UUID.
	ID string `bson:"_id"`
	// Token of the person.
	Token string `bson:"token"`
	// Name is sealed.
	Name     []byte `bson:"name"`
	District string `bson:"district"`
	// Agency is the code of the agency whose record it is.
	Agency string `bson:"agency"`
	// From and To are days, YYYY-MM-DD.
	From string  `bson:"from"`
	To   *string `bson:"to"`
	// RecordKey decides the noise of counts.
	RecordKey int64 `bson:"recordKey"`
}

// Tally is people, and the sum of their record keys modulo 2^32.
type Tally struct {
	People int
	Key    uint32
}

// Visible says which rows a caller may see: all, or those of an agency; none where both are empty. Others are never read.
type Visible struct {
	All    bool
	Agency string
}

// Records may come in any order; what is missing or may not be seen is left out.
type Records interface {
	ByIDs(ctx context.Context, ids []string, visible Visible) ([]Record, error)
	ByTokens(ctx context.Context, tokens []string, visible Visible) ([]Record, error)
	// Page is in the order of ids, behind after.
	Page(ctx context.Context, after string, size int, visible Visible) ([]Record, error)
	// CountByDistrict counts people with a record that runs on that day; each counts once in a district.
	CountByDistrict(ctx context.Context, districts []string, day string) (map[string]Tally, error)
	Add(ctx context.Context, records []Record) error
	// Ping returns nil while the database answers.
	Ping(ctx context.Context) error
}

// Memory has records of this process alone, gone when it ends.
type Memory struct {
	lock sync.RWMutex
	rows map[string]Record
}

// NewMemory is empty.
func NewMemory() *Memory { return &Memory{rows: map[string]Record{}} }

func (m *Memory) seen(visible Visible, keep func(Record) bool) []Record {
	m.lock.RLock()
	defer m.lock.RUnlock()
	var found []Record
	for _, row := range m.rows {
		if (visible.All || (visible.Agency != "" && row.Agency == visible.Agency)) && keep(row) {
			found = append(found, row)
		}
	}
	return found
}

func (m *Memory) ByIDs(_ context.Context, ids []string, visible Visible) ([]Record, error) {
	return m.seen(visible, func(row Record) bool { return slices.Contains(ids, row.ID) }), nil
}

func (m *Memory) ByTokens(_ context.Context, tokens []string, visible Visible) ([]Record, error) {
	return m.seen(visible, func(row Record) bool { return slices.Contains(tokens, row.Token) }), nil
}

func (m *Memory) Page(_ context.Context, after string, size int, visible Visible) ([]Record, error) {
	found := m.seen(visible, func(row Record) bool { return row.ID > after })
	slices.SortFunc(found, func(one, other Record) int { return strings.Compare(one.ID, other.ID) })
	return found[:min(size, len(found))], nil
}

func (m *Memory) CountByDistrict(_ context.Context, districts []string, day string) (map[string]Tally, error) {
	counted := map[string]Tally{}
	known := map[[2]string]bool{}
	for _, row := range m.seen(Visible{All: true}, func(row Record) bool {
		return slices.Contains(districts, row.District) && row.From <= day && (row.To == nil || *row.To > day)
	}) {
		if person := [2]string{row.District, row.Token}; !known[person] {
			known[person] = true
			tally := counted[row.District]
			counted[row.District] = Tally{tally.People + 1, tally.Key + uint32(row.RecordKey)}
		}
	}
	return counted, nil
}

func (m *Memory) Add(_ context.Context, records []Record) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	for _, row := range records {
		m.rows[row.ID] = row
	}
	return nil
}

func (m *Memory) Ping(context.Context) error { return nil }
