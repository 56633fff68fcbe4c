package discord

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"unicode/utf8"
)

func TestEachField(t *testing.T) {
	tests := map[string]struct {
		raw, want string
		no        bool
	}{
		"empty":                      {raw: ` { } `},
		"of all kinds":               {raw: `{"a":1,"b":"x","c":null,"d":[1,[2]],"e":{"f":{}}}`, want: `a=1 b="x" c=null d=[1,[2]] e={"f":{}} `},
		"with space":                 {raw: "\t{ \"a\" :\n1 , \"b\" : true }\r\n", want: "a=1 b=true "},
		"brackets in texts":          {raw: `{"a":"}],{","b":["]"],"c":{"}":"{"}}`, want: `a="}],{" b=["]"] c={"}":"{"} `},
		"escaped quotes":             {raw: `{"a":"\"}","b":"\\","c":["\\\"]"]}`, want: `a="\"}" b="\\" c=["\\\"]"] `},
		"the same twice":             {raw: `{"a":1,"a":2}`, want: `a=1 a=2 `},
		"an escaped key":             {raw: `{"\u0061":1}`, no: true},
		"an array":                   {raw: `[1]`, no: true},
		"nothing":                    {raw: ``, no: true},
		"cut in a value":             {raw: `{"a":[1,2`, no: true},
		"cut in a text":              {raw: `{"a":"\"`, no: true},
		"cut behind a value":         {raw: `{"a":1`, no: true},
		"no value":                   {raw: `{"a":}`, no: true},
		"no colon":                   {raw: `{"a" 1}`, no: true},
		"a comma at the end":         {raw: `{"a":1,}`, no: true},
		"something behind":           {raw: `{"a":1} {}`, no: true},
		"something behind the empty": {raw: `{}x`, no: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := ""
			ok := eachField([]byte(test.raw), func(key, value []byte) { got += fmt.Sprintf("%s=%s ", key, value) })
			if ok == test.no || ok && got != test.want {
				t.Errorf("%s has %q, %t", test.raw, got, ok)
			}
		})
	}
}

// What is an object is read as the decoder reads it, whatever stands in it.
func FuzzEachField(f *testing.F) {
	for _, seed := range []string{`{}`, `{"op":0,"d":{"a":["\\",{"b":"}"}]},"s":12,"t":"X"}`, `{"a" : -1.5e3 ,"b":"\"" }`, `[]`, `{"a":"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got := map[string]string{}
		ok := eachField(raw, func(key, value []byte) { got[string(key)] = string(value) })
		var want map[string]json.RawMessage
		if json.Unmarshal(raw, &want) != nil || want == nil {
			return
		}
		if !ok && !bytes.ContainsRune(raw, '\\') { // else a key may be escaped
			t.Fatalf("%q is an object", raw)
		}
		if !ok || !utf8.Valid(raw) { // the decoder mends keys
			return
		}
		for key, value := range want {
			if got[key] != string(value) {
				t.Errorf("in %q %q is %q, not %q", raw, key, got[key], value)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%q has %d fields, not %d", raw, len(want), len(got))
		}
	})
}

func TestReadGatewayMessage(t *testing.T) {
	tests := map[string]string{
		"an event":            `{"t":"INTERACTION_CREATE","s":7,"op":0,"d":{"id":"1","a":[1,2]}}`,
		"a beat":              `{"t":null,"s":null,"op":11,"d":null}`,
		"with space":          ` { "op" : 9 , "d" : false } `,
		"an escaped name":     `{"op":0,"t":"MESSAGE\u005fCREATE","d":{}}`,
		"an escaped key":      `{"\u006fp":10,"d":{"heartbeat_interval":41250}}`,
		"fields of no use":    `{"op":0,"x":{"op":3},"t":"X","s":1}`,
		"nothing":             `{}`,
		"a number that is no": `{"op":1.5}`,
		"a name that is no":   `{"op":0,"t":7}`,
		"no object":           `"op"`,
		"half an object":      `{"op":0,"d":{`,
	}
	for name, raw := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := readGatewayMessage([]byte(raw))
			want, wantErr := readAs[gatewayMessage](json.RawMessage(raw))
			if (err != nil) != (wantErr != nil) || err == nil && fmt.Sprintf("%+v %q", got, got.Data) != fmt.Sprintf("%+v %q", want, want.Data) {
				t.Errorf("%s is %+v, %v; not %+v, %v", raw, got, err, want, wantErr)
			}
		})
	}
}

func TestIsByBot(t *testing.T) {
	tests := map[string]bool{
		`{"id":"1","author":{"id":"2","bot":true},"content":"x"}`:            true,
		`{"id":"1","author":{"id":"2","bot":false},"content":"x"}`:           false,
		`{"id":"1","author":{"id":"2"},"content":"\"bot\":true"}`:            false,
		`{"id":"1","bot":true,"author":null}`:                                false,
		`{"author":{"id":"2"},"referenced_message":{"author":{"bot":true}}}`: false,
		`{`: false,
	}
	for raw, want := range tests {
		if got := isByBot(json.RawMessage(raw)); got != want {
			t.Errorf("%s: %t", raw, got)
		}
	}
}
