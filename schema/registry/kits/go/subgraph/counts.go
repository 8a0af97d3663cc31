package subgraph

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"time"

	"kit-name/records"
	"kit-name/vectors"
)

// Counts over people go by the cell key method (docs/disclosure.md of sigap-graph); vectors/cell-keys.json and vectors/p-table.json hold this
// file to it.

type row struct {
	Noise         []int     `json:"noise"`
	Probabilities []float64 `json:"probabilities"`
}

var table = readTable()

func readTable() []row {
	var read struct {
		Rows []row `json:"rows"`
	}
	if err := json.Unmarshal(vectors.PTable, &read); err != nil {
		panic(err)
	}
	for _, row := range read.Rows {
		sum := 0.0
		for at, probability := range row.Probabilities {
			sum += probability
			row.Probabilities[at] = sum * (1 << 32)
		}
	}
	return read.Rows
}

// RecordKeys makes of RECORD_KEY, 64 hexadecimal digits, the function from a person's token to the key of their record.
func RecordKeys(secret, of string) func(id string) uint32 {
	bytes, _ := hex.DecodeString(secret)
	key := sum(bytes, "record keys of "+of)
	return func(id string) uint32 { return binary.BigEndian.Uint32(sum(key, id)) }
}

func sum(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// Scatter is one to one on 32 bits (lowbias32), so that nothing follows from the keys of two parts about that of their sum.
func Scatter(key uint32) uint32 {
	key = (key ^ key>>16) * 0x7feb352d
	key = (key ^ key>>15) * 0x846ca68b
	return key ^ key>>16
}

// Perturb is what is published instead of the count; the key is scattered.
func Perturb(count int, key uint32) int {
	row := table[min(count, len(table)-1)]
	for at, bound := range row.Probabilities {
		if float64(key) < bound {
			return count + row.Noise[at]
		}
	}
	return count + row.Noise[len(row.Noise)-1]
}

// Shown is the number that this caller sees.
func Shown(tally records.Tally, caller Claims) int {
	if caller.Cells == "exact" {
		return tally.People
	}
	return Perturb(tally.People, Scatter(tally.Key))
}

var jakarta = time.FixedZone("WIB", 7*3600)

// MonthFor is the month at whose end this caller counts; empty: as the records are now.
func MonthFor(caller Claims, now int64) string {
	if caller.Cells == "exact" {
		return ""
	}
	if caller.Month != "" {
		return caller.Month
	}
	today := time.UnixMilli(now).In(jakarta)
	return today.AddDate(0, 0, -today.Day()).Format("2006-01")
}

// LastDayOf is the last day that counts, YYYY-MM-DD.
func LastDayOf(month string, now int64) string {
	if month != "" {
		return month + "-31"
	}
	return time.UnixMilli(now).In(jakarta).Format("2006-01-02")
}
