package state

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"go.etcd.io/bbolt"
)

// dumpLine is an entry as Dump writes it.
type dumpLine struct {
	Bucket string `json:"bucket"`
	Key    string `json:"key,omitempty"`
	Value  string `json:"value,omitempty"`
	Error  string `json:"error,omitempty"`
}

// Dump writes each entry of the state at path as a line of JSON: bucket, key and what decode makes of
// the value. It is for decode to leave out what is secret. Where decode is nil a value is shown as text
// if it is, else in hexadecimal. A damaged entry has an error in place of its value; the dump goes on
// and ends with an error that matches ErrCorrupt. It is refused while an exporter holds the state.
func Dump(path string, w io.Writer, decode func(bucket string, key, value []byte) string) error {
	if decode == nil {
		decode = ShowValue
	}
	out := bufio.NewWriter(w)
	d := dumper{lines: json.NewEncoder(out), decode: decode}
	d.lines.SetEscapeHTML(false)
	err := inspect(path, d.dump)
	if err == nil && d.damage != nil {
		err = fmt.Errorf("state: dump %s: %w", path, d.damage)
	}
	return errors.Join(err, out.Flush())
}

type dumper struct {
	lines  *json.Encoder
	decode func(bucket string, key, value []byte) string
	damage error // the first
}

func (d *dumper) dump(tx *bbolt.Tx) error {
	names, missing, err := bucketNames(tx)
	for _, m := range missing {
		if err := d.report(m); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	for _, name := range names {
		err := guard(name, func() error { return d.bucket(name, tx.Bucket([]byte(name))) })
		if damage, ok := asCorrupt(err); ok {
			err = d.report(damage)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *dumper) bucket(name string, data *bbolt.Bucket) error {
	return walk(name, data, func(key, _, value []byte, damage *CorruptError) error {
		if damage != nil {
			return d.report(damage)
		}
		return d.write(dumpLine{Bucket: name, Key: dumpKey(key), Value: d.decode(name, key, value)})
	})
}

// report writes a line for a damage.
func (d *dumper) report(err error) error {
	if d.damage == nil {
		d.damage = err
	}
	line := dumpLine{Error: err.Error()}
	if damage, ok := asCorrupt(err); ok {
		line = dumpLine{Bucket: damage.Bucket, Key: dumpKey(damage.Key), Error: damage.Reason}
	}
	return d.write(line)
}

func (d *dumper) write(line dumpLine) error {
	if err := d.lines.Encode(line); err != nil {
		return fmt.Errorf("state: write the dump: %w", err)
	}
	return nil
}

// dumpKey shows a key without the quotes that JSON adds.
func dumpKey(key []byte) string {
	if len(key) == 0 {
		return ""
	}
	if text, ok := printableParts(key); ok {
		return text
	}
	return ShowValue("", nil, key)
}

// ShowValue shows a value as text if it is, else in hexadecimal.
func ShowValue(_ string, _, value []byte) string {
	if text, ok := printable(value); ok {
		return text
	}
	return "0x" + hex.EncodeToString(value)
}
