package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// request is a compiled RequestConfig.
type request struct {
	method  string
	path    tmpl
	params  []param
	headers map[string]tmpl
	body    *tree
	graphQL bool
	format  format
}

// param is a query parameter with its values.
type param struct {
	name   string
	values []tmpl
}

// rendered is a request ready to be sent, relative to the base address.
type rendered struct {
	method  string
	path    string // escaped, without parameters
	query   url.Values
	headers map[string]string
	body    []byte
}

// compileRequest reports what is wrong by path, relative to the request.
func compileRequest(cfg RequestConfig, problem report) *request {
	r := &request{method: strings.ToUpper(cfg.Method), headers: map[string]tmpl{}}
	at := func(path string, err error) {
		if err != nil {
			problem(path, "%v", err)
		}
	}
	r.format = compileFormat(cfg.Answer, problem)
	var err error
	if cfg.Path == "" {
		problem("path", "is required, such as /tickets; it follows the source's url")
	}
	r.path, err = newTemplate(cfg.Path, true)
	at("path", err)
	r.params, err = compileParams(cfg.Params)
	at("params", err)
	for name, value := range cfg.Headers {
		t, err := newTemplate(value, false)
		at("headers."+name, err)
		r.headers[name] = t
	}
	switch {
	case cfg.GraphQL != nil && cfg.Body != nil:
		problem("graphql", "body and graphql exclude each other: keep one")
	case cfg.GraphQL != nil:
		r.graphQL = true
		variables, err := newTree(cfg.GraphQL.Variables)
		at("graphql.variables", err)
		r.body = &tree{kind: 'o', fields: map[string]tree{"query": {other: cfg.GraphQL.Query}, "variables": variables}}
		if cfg.GraphQL.Variables == nil {
			r.body.fields["variables"] = tree{kind: 'o'}
		}
	case cfg.Body != nil:
		body, err := newTree(cfg.Body)
		at("body", err)
		r.body = &body
	}
	if r.method == "" {
		r.method = http.MethodGet
		if r.body != nil {
			r.method = http.MethodPost
		}
	}
	switch {
	case r.method != http.MethodGet && r.method != http.MethodPost:
		problem("method", "%q: only GET and POST read", cfg.Method)
	case r.method == http.MethodGet && r.body != nil:
		problem("method", "a GET has no body: write POST, or leave it out")
	}
	return r
}

func compileParams(params map[string]any) ([]param, error) {
	var out []param
	for _, name := range slices.Sorted(maps.Keys(params)) {
		values, ok := params[name].([]any)
		if !ok {
			values = []any{params[name]}
		}
		p := param{name: name}
		for _, v := range values {
			switch v.(type) {
			case map[string]any, []any:
				return nil, fmt.Errorf("%s: write a value, or a list of values", name)
			}
			if v == nil {
				v = ""
			}
			t, err := newTemplate(fmt.Sprint(v), false)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			p.values = append(p.values, t)
		}
		out = append(out, p)
	}
	return out, nil
}

// over lays the parameters of a set over the request's.
func (r *request) over(params []param) *request {
	out := *r
	out.params = slices.Clone(r.params)
	for _, p := range params {
		i := slices.IndexFunc(out.params, func(q param) bool { return q.name == p.name })
		if i < 0 {
			out.params = append(out.params, p)
			continue
		}
		out.params[i] = p
	}
	return &out
}

// render fills the templates. A parameter whose template gives nothing is left out.
func (r *request) render(data map[string]any) (rendered, error) {
	out := rendered{method: r.method, query: url.Values{}, headers: map[string]string{}}
	var err error
	if out.path, err = r.path.render(data); err != nil {
		return out, failf(ReasonData, "path: %w", err)
	}
	// A path may bring parameters of its own.
	if before, query, found := strings.Cut(out.path, "?"); found {
		out.path = before
		if out.query, err = url.ParseQuery(query); err != nil {
			return out, failf(ReasonQuery, "path: the parameters cannot be read")
		}
	}
	for _, p := range r.params {
		for _, t := range p.values {
			v, err := t.render(data)
			if err != nil {
				return out, failf(ReasonData, "parameter %s: %w", p.name, err)
			}
			if v != "" || t.compiled == nil {
				out.query.Add(p.name, v)
			}
		}
	}
	for name, t := range r.headers {
		v, err := t.render(data)
		if err != nil {
			return out, failf(ReasonData, "header %s: %w", name, err)
		}
		if v != "" {
			out.headers[name] = v
		}
	}
	if r.body == nil {
		return out, nil
	}
	v, _, err := r.body.render(data)
	if err != nil {
		return out, failf(ReasonData, "body: %w", err)
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return out, failf(ReasonQuery, "body: %w", err)
	}
	out.body = bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	return out, nil
}
