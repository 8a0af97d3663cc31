package subgraph

import (
	"errors"
	"regexp"
	"strconv"
)

// Keys of the city and of the agency, 64 hexadecimal digits each.
type Keys struct{ Identity, Encryption, Record string }

// Options are read once at the start.
type Options struct {
	Host       string
	Port       int
	Production bool
	// ClaimsKeys is empty where whoever works at this machine may ask; not in production, not on another address.
	ClaimsKeys [][]byte
	MongodbURI string
	Keys       Keys
	// Extensions: whether the fields of extensions.graphql are published.
	Extensions bool
}

var hexKey = regexp.MustCompile(`^[0-9a-fA-F]{64}$`)

// development keys are public, so production refuses them.
func development(digits string) string {
	text := ""
	for range 32 {
		text += digits
	}
	return text
}

// ReadOptions names in its error the option and what was expected, and never a secret.
func ReadOptions(lookup func(string) string) (Options, error) {
	o := Options{Host: lookup("HOST"), Production: lookup("ENVIRONMENT") == "production", MongodbURI: lookup("MONGODB_URI"), Extensions: lookup("EXTENSIONS") == "on"}
	if o.Host == "" {
		o.Host = "127.0.0.1"
	}
	if text := lookup("CLAIMS_KEYS"); text != "" {
		keys, err := ReadClaimsKeys(text)
		if err != nil {
			return o, err
		}
		o.ClaimsKeys = keys
	}
	isLoopback := o.Host == "127.0.0.1" || o.Host == "::1" || o.Host == "localhost"
	if len(o.ClaimsKeys) == 0 && (o.Production || !isLoopback) {
		return o, errors.New("CLAIMS_KEYS: expected the key that the gateway signs with, in production and where other machines can ask")
	}
	port := lookup("PORT")
	if port == "" {
		port = "4006"
	}
	var err error
	if o.Port, err = strconv.Atoi(port); err != nil || o.Port < 0 || o.Port > 65_535 {
		return o, errors.New("PORT: expected a TCP port")
	}
	if o.Production && o.MongodbURI == "" {
		return o, errors.New("MONGODB_URI: expected mongodb://… in production")
	}
	given := []struct {
		name, public string
		key          *string
	}{{"IDENTITY_KEY", development("1d"), &o.Keys.Identity}, {"ENCRYPTION_KEY", development("2e"), &o.Keys.Encryption}, {"RECORD_KEY", development("3f"), &o.Keys.Record}}
	for _, each := range given {
		*each.key = lookup(each.name)
		if *each.key == "" && !o.Production {
			*each.key = each.public
		}
		if !hexKey.MatchString(*each.key) || (o.Production && *each.key == each.public) {
			return o, errors.New(each.name + ": expected 64 hexadecimal digits of your own")
		}
	}
	return o, nil
}
