package subgraph

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Claims say who asks, signed by the gateway for this subgraph and this body, once (docs/claims.md of sigap-graph). vectors/claims.json holds
// this file to the format: `x-sigap-claims: v2.<caller, JSON as base64url>.<iat>.<exp>.<jti>.<HMAC-SHA256, base64url>`.
type Claims struct {
	Sub      string   `json:"sub"`
	Roles    []string `json:"roles"`
	Scopes   []string `json:"scopes"`
	Cells    string   `json:"cells,omitempty"`
	Agency   string   `json:"agency,omitempty"`
	Purpose  string   `json:"purpose,omitempty"`
	Month    string   `json:"month,omitempty"`
	Subgraph string   `json:"subgraph"`
	Iat      int64    `json:"iat"`
	Exp      int64    `json:"exp"`
	Jti      string   `json:"jti"`
}

const (
	skew       = 5_000
	lifetime   = 15_000
	longest    = 16_384
	remembered = 500_000
)

var shape = regexp.MustCompile(`^(v2\.([\w-]+)\.([0-9]{1,15})\.([0-9]{1,15})\.([\w-]+))\.([\w-]+)$`)

// ReadClaimsKeys reads CLAIMS_KEYS: one key, or two with a comma between while they are changed.
func ReadClaimsKeys(text string) ([][]byte, error) {
	var keys [][]byte
	for part := range strings.SplitSeq(text, ",") {
		key, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(strings.TrimSpace(part), "="))
		if err != nil || len(key) != 32 {
			return nil, errors.New("CLAIMS_KEYS: expected keys of 32 bytes in base64url, comma between")
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// Verifier remembers in this process what was used: run one.
type Verifier struct {
	subgraph   string
	keys       [][]byte
	now        func() int64
	lock       sync.Mutex
	young, old map[string]bool
	swappedAt  int64
}

// NewVerifier makes the check of a subgraph; now is ms since 1970.
func NewVerifier(subgraph string, keys [][]byte, now func() int64) *Verifier {
	return &Verifier{subgraph: subgraph, keys: keys, now: now, young: map[string]bool{}, old: map[string]bool{}}
}

func nowMs() int64 { return time.Now().UnixMilli() }

// Verify returns the claims, or CLAIMS_MISSING, CLAIMS_BAD, CLAIMS_EXPIRED, CLAIMS_REPLAYED, CLAIMS_BUSY.
func (v *Verifier) Verify(headers []string, body []byte) (Claims, error) {
	if len(headers) == 0 || headers[0] == "" {
		return Claims{}, &CodedError{"CLAIMS_MISSING", 401, "This subgraph answers its gateway only"}
	}
	parts := shape.FindStringSubmatch(headers[0])
	if len(headers) > 1 || len(headers[0]) > longest || parts == nil {
		return Claims{}, &CodedError{"CLAIMS_BAD", 401, "The signed claims have another shape"}
	}
	if !v.isSigned(parts[1], parts[6], body) {
		return Claims{}, &CodedError{"CLAIMS_BAD", 401, "The signature does not fit this body and this subgraph"}
	}
	var claims Claims
	caller, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err == nil {
		err = json.Unmarshal(caller, &claims)
	}
	if err != nil || claims.Subgraph != v.subgraph {
		return Claims{}, &CodedError{"CLAIMS_BAD", 401, "The claims are for another subgraph"}
	}
	claims.Iat, _ = strconv.ParseInt(parts[3], 10, 64)
	claims.Exp, _ = strconv.ParseInt(parts[4], 10, 64)
	claims.Jti = parts[5]
	now := v.now()
	if claims.Iat > now+skew || claims.Exp <= now-skew || claims.Exp-claims.Iat > lifetime {
		return Claims{}, &CodedError{"CLAIMS_EXPIRED", 401, "The signed claims are too old or from the future"}
	}
	return claims, v.useOnce(claims.Jti, now)
}

// isSigned compares texts and not bytes: several texts of base64url have the same bytes.
func (v *Verifier) isSigned(signed, mac string, body []byte) bool {
	for _, key := range v.keys {
		if hmac.Equal([]byte(mac), []byte(macOf(key, signed, body))) {
			return true
		}
	}
	return false
}

func macOf(key []byte, signed string, body []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(signed + "\n"))
	mac.Write(body)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// useOnce remembers ids for one window at least and two at most, in two sets that change places.
func (v *Verifier) useOnce(jti string, now int64) error {
	const window = lifetime + 2*skew
	v.lock.Lock()
	defer v.lock.Unlock()
	if now-v.swappedAt >= window {
		v.old = v.young
		if now-v.swappedAt >= 2*window {
			v.old = map[string]bool{}
		}
		v.young, v.swappedAt = map[string]bool{}, now
	}
	if v.young[jti] || v.old[jti] {
		return &CodedError{"CLAIMS_REPLAYED", 401, "The signed claims have been used before"}
	}
	if len(v.young)+len(v.old) >= remembered {
		return &CodedError{"CLAIMS_BUSY", 503, "Too many requests at once"}
	}
	v.young[jti] = true
	return nil
}
