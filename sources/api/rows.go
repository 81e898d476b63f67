package api

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Formats of answers.
const (
	formatJSON  = "json"
	formatLines = "jsonl"
	formatCSV   = "csv"
)

func formats() []string { return []string{formatJSON, formatLines, formatCSV} }

// AnswerConfig tells how answers are written.
type AnswerConfig struct {
	// Format is json, jsonl (a JSON object a line) or csv.
	Format string `yaml:"format"`
	// Delimiter of csv, a comma by default.
	Delimiter string `yaml:"delimiter,omitempty"`
	// Columns of csv, where the first row does not name them.
	Columns []string `yaml:"columns,omitempty"`
}

// format is a compiled AnswerConfig.
type format struct {
	kind    string // empty is JSON
	comma   rune
	columns []string
}

func compileFormat(cfg *AnswerConfig, problem report) format {
	if cfg == nil {
		return format{}
	}
	f := format{kind: cfg.Format, comma: ',', columns: cfg.Columns}
	problem.oneOf("answer.format", cfg.Format, formats())
	if cfg.Delimiter != "" {
		f.comma, _ = utf8.DecodeRuneInString(cfg.Delimiter)
		if utf8.RuneCountInString(cfg.Delimiter) != 1 || strings.ContainsAny(cfg.Delimiter, "\"\r\n\ufffd") {
			problem("answer.delimiter", "%q: expected one character, such as \";\" or \"\\t\"", cfg.Delimiter)
		}
	}
	if name, twice := repeated(f.columns); twice {
		problem("answer.columns", "%q comes twice", name)
	}
	if f.kind != formatCSV && (cfg.Delimiter != "" || len(cfg.Columns) > 0) {
		problem("answer.format", "delimiter and columns are those of csv")
	}
	return f
}

// lines tells answers without an envelope: each line is a record.
func (f format) lines() bool { return f.kind == formatLines || f.kind == formatCSV }

// fits tells what of a request's surroundings cannot be where there is no envelope.
func (f format) fits(records string, p PagesConfig, problem report) {
	if !f.lines() {
		return
	}
	const why = "each line of the answer is a record, and nothing surrounds them: leave it out"
	if records != "" {
		problem("records", why)
	}
	if p.Type == "next_url" || p.Type == "token" {
		problem("pages.type", "%q is read from what surrounds the records, but each line of the answer is one: use link, page, offset or last_item", p.Type)
	}
	if p.More+p.End+p.Total+p.TotalPages != "" {
		problem("pages", why)
	}
}

func (f format) accept() string {
	switch f.kind {
	case formatCSV:
		return "text/csv, */*;q=0.1"
	case formatLines:
		return "application/x-ndjson, application/json;q=0.9, */*;q=0.1"
	}
	return "application/json"
}

// read reads an answer, see readAnswer.
func (f format) read(body io.Reader, limit int64, records path, each func(object) error) (envelope any, found bool, err error) {
	if !f.lines() {
		return readAnswer(&limited{body, limit}, records, each)
	}
	rows := &rows{body: &limited{body, limit}, each: each, format: f}
	if f.kind == formatCSV {
		return nil, true, rows.csv()
	}
	return nil, true, rows.json()
}

// rows reads the lines of an answer.
type rows struct {
	body   io.Reader
	each   func(object) error
	format format
	exact  exact
}

// json reads a JSON value a line, strictly: values within a line, without commas, are read likewise.
func (r *rows) json() error {
	s := scanner{body: r.body}
	for n := 1; ; n++ {
		switch _, err := s.peek(); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		raw, err := s.raw()
		if isSyntax(err) {
			return failf(ReasonData, "record %d of the answer is not JSON", n)
		}
		if err != nil {
			return err
		}
		if err := r.one(n, raw); err != nil {
			return err
		}
	}
}

// one hands over a record that is an object.
func (r *rows) one(n int, raw []byte) error {
	if raw[0] != '{' || !json.Valid(raw) {
		return failf(ReasonData, "record %d of the answer is not a JSON object", n)
	}
	return r.each(object{raw: raw, reader: &r.exact})
}

// csv reads rows as objects of texts by the names of the columns, which are the first row.
func (r *rows) csv() error {
	in := csv.NewReader(r.body)
	in.Comma, in.FieldsPerRecord, in.ReuseRecord = r.format.comma, -1, true
	columns := r.format.columns
	if len(columns) == 0 {
		first, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) || err == nil && strings.IndexAny(first[0], "<{[") == 0 { // a page of HTML, an error in JSON
			return failf(ReasonData, "the answer is not CSV")
		}
		if err != nil {
			return err
		}
		for _, name := range first {
			columns = append(columns, strings.TrimSpace(name))
		}
		if name, twice := repeated(columns); twice {
			return failf(ReasonSchema, "the column %s comes twice in the answer's first row", shown(name))
		}
	}
	for n := 1; ; n++ {
		fields, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return rowError(n, err)
		}
		if len(fields) != len(columns) {
			return failf(ReasonData, "row %d of the answer has %d fields, and there are %d columns", n, len(fields), len(columns))
		}
		record := make(map[string]string, len(columns))
		for i, name := range columns {
			record[name] = fields[i]
		}
		raw, err := json.Marshal(record)
		if err != nil {
			return err
		}
		if err := r.each(object{raw: raw, reader: &r.exact}); err != nil {
			return err
		}
	}
}

// rowError names the row that is no CSV; it shows nothing of it.
func rowError(n int, err error) error {
	var wrong *csv.ParseError
	if errors.As(err, &wrong) {
		return failf(ReasonData, "row %d of the answer (line %d) is not CSV: %w", n, wrong.Line, wrong.Err)
	}
	return err
}

func repeated(names []string) (name string, twice bool) {
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return name, true
		}
	}
	return "", false
}
