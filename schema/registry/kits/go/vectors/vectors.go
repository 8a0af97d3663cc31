// Package vectors has the files of the graph that the subgraph itself needs.
package vectors

import _ "embed"

// PTable is the perturbation table.
//
//go:embed p-table.json
var PTable []byte
