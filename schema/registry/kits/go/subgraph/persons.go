package subgraph

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"

	"kit-name/records"
)

var nik = regexp.MustCompile(`^[0-9]{16}$`)

// IsNik is true for 16 digits.
func IsNik(text string) bool { return nik.MatchString(text) }

// PersonTokens makes of the city's key, 64 hexadecimal digits, the function from a NIK to the person's token.
func PersonTokens(identityKey string) func(nik string) string {
	key, _ := hex.DecodeString(identityKey)
	return func(nik string) string {
		return "psr_" + strings.ToLower(base32.StdEncoding.EncodeToString(sum(key, nik)))[:26]
	}
}

func sealer(encryptionKey string) (cipher.AEAD, error) {
	key, err := hex.DecodeString(encryptionKey)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// Seal is AES-256-GCM; the record's id is bound to the value, so that it opens in no other record.
func Seal(encryptionKey, id, text string) ([]byte, error) {
	gcm, err := sealer(encryptionKey)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, gcm.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, err
	}
	return gcm.Seal(nonce, nonce, []byte(text), []byte(id)), nil
}

// Unseal opens what Seal made for this record.
func Unseal(encryptionKey, id string, sealed []byte) (string, error) {
	gcm, err := sealer(encryptionKey)
	if err != nil || len(sealed) < gcm.NonceSize() {
		return "", fmt.Errorf("a sealed value cannot be opened")
	}
	text, err := gcm.Open(nil, sealed[:gcm.NonceSize()], sealed[gcm.NonceSize():], []byte(id))
	return string(text), err
}

// Person is somebody as they come in.
type Person struct{ Nik, Name, District, From string }

// Intake makes of a person what is kept: their token and never the NIK, the record's key, and the name sealed.
func Intake(keys Keys, agency string, person Person) (records.Record, error) {
	if !IsNik(person.Nik) {
		return records.Record{}, &CodedError{"BAD_NIK", 400, "Not a NIK: expected 16 digits"}
	}
	random := make([]byte, 16)
	if _, err := rand.Read(random); err != nil {
		return records.Record{}, err
	}
	random[6], random[8] = random[6]&0x0f|0x40, random[8]&0x3f|0x80
	id := fmt.Sprintf("%x-%x-%x-%x-%x", random[:4], random[4:6], random[6:8], random[8:10], random[10:])
	token := PersonTokens(keys.Identity)(person.Nik)
	name, err := Seal(keys.Encryption, id, person.Name)
	return records.Record{
		ID: id, Token: token, Name: name, District: person.District, Agency: agency, From: person.From,
		RecordKey: int64(RecordKeys(keys.Record, "kit-name")(token)),
	}, err
}

var names = []string{"Siti Aminah", "Budi Santoso", "Dewi Lestari", "Agus Wibowo", "Rina Marlina", "Joko Susilo", "Ani Yuliani", "Hasan Basri"}

// Sample is forty made-up people: no NIK of them was ever issued, since there is no province 00. In 32.75.03 is a single one.
func Sample(keys Keys) ([]records.Record, error) {
	var sample []records.Record
	for at := range 40 {
		district, agency := "32.75.01", "KIT_OWNER"
		if at >= 23 {
			district = "32.75.02"
		}
		if at == 39 {
			district = "32.75.03"
		}
		if at%10 == 9 {
			agency = "ANOTHER_AGENCY"
		}
		record, err := Intake(keys, agency, Person{fmt.Sprintf("00%014d", at), names[at%len(names)], district, "2025-01-15"})
		if err != nil {
			return nil, err
		}
		sample = append(sample, record)
	}
	return sample, nil
}
