package fake

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The language of the search: (field:value OR field:'text') AND field:>value, where :> and :< include the value.
// https://developers.freshdesk.com/api/#filter_tickets

// match tells whether a ticket is wanted.
type match func(*row) bool

// queryParser reads a query.
type queryParser struct {
	tokens []string
}

// parseQuery reads a query without its double quotes.
func parseQuery(text string) (match, error) {
	p := &queryParser{tokenize(text)}
	m, err := p.or()
	if err != nil {
		return nil, err
	}
	if len(p.tokens) > 0 {
		return nil, fmt.Errorf("%q is not expected", p.tokens[0])
	}
	return m, nil
}

// tokenize splits at spaces and parentheses outside single quotes.
func tokenize(text string) (tokens []string) {
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			tokens = append(tokens, word.String())
			word.Reset()
		}
	}
	quoted := false
	for _, c := range text {
		switch {
		case c == '\'':
			quoted = !quoted
			word.WriteRune(c)
		case quoted:
			word.WriteRune(c)
		case c == ' ':
			flush()
		case c == '(' || c == ')':
			flush()
			tokens = append(tokens, string(c))
		default:
			word.WriteRune(c)
		}
	}
	flush()
	return tokens
}

func (p *queryParser) next() (token string, ok bool) {
	if len(p.tokens) == 0 {
		return "", false
	}
	token, p.tokens = p.tokens[0], p.tokens[1:]
	return token, true
}

func (p *queryParser) accept(token string) bool {
	if len(p.tokens) > 0 && p.tokens[0] == token {
		p.tokens = p.tokens[1:]
		return true
	}
	return false
}

func (p *queryParser) or() (match, error) {
	left, err := p.and()
	for err == nil && p.accept("OR") {
		var right match
		before := left
		right, err = p.and()
		left = func(t *row) bool { return before(t) || right(t) }
	}
	return left, err
}

func (p *queryParser) and() (match, error) {
	left, err := p.term()
	for err == nil && p.accept("AND") {
		var right match
		before := left
		right, err = p.term()
		left = func(t *row) bool { return before(t) && right(t) }
	}
	return left, err
}

func (p *queryParser) term() (match, error) {
	if p.accept("(") {
		m, err := p.or()
		if err == nil && !p.accept(")") {
			err = fmt.Errorf("a parenthesis is not closed")
		}
		return m, err
	}
	token, ok := p.next()
	if !ok {
		return nil, fmt.Errorf("the query ends too early")
	}
	field, value, ok := strings.Cut(token, ":")
	if !ok {
		return nil, fmt.Errorf("%q is no condition", token)
	}
	op := byte('=')
	if value != "" && (value[0] == '>' || value[0] == '<') {
		op, value = value[0], value[1:]
	}
	return condition(field, op, strings.Trim(value, "'"))
}

func condition(field string, op byte, value string) (match, error) {
	switch field {
	case "agent_id", "group_id", "priority", "status":
		return number(field, op, value)
	case "created_at", "updated_at", "due_by", "fr_due_by":
		return day(field, op, value)
	case "type":
		return func(t *row) bool { return t.Topic == value || value == "null" && t.Topic == "" }, nil
	case "tag":
		return func(t *row) bool {
			for _, tag := range t.Tags {
				if tag == value {
					return true
				}
			}
			return value == "null" && len(t.Tags) == 0
		}, nil
	case "cf_order_number", "cf_call_back_on", "cf_voucher_sent":
		return func(*row) bool { return value == "null" || value == "false" }, nil
	default:
		return nil, fmt.Errorf("there is no field %s", field)
	}
}

func number(field string, op byte, value string) (match, error) {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil && value != "null" {
		return nil, fmt.Errorf("%s is no number", field)
	}
	return func(t *row) bool {
		has := map[string]int64{"priority": int64(priorityCode(t.Priority)), "status": int64(t.status)}[field]
		switch {
		case field == "agent_id" && t.Agent != 0:
			has = agentID(t.Agent)
		case field == "group_id" && t.Team != 0:
			has = groupID(t.Team)
		}
		switch {
		case value == "null":
			return has == 0
		case has == 0:
			return false
		case op == '>':
			return has >= n
		case op == '<':
			return has <= n
		}
		return has == n
	}, nil
}

func day(field string, op byte, value string) (match, error) {
	begin, err := time.Parse("2006-01-02", value)
	if err != nil {
		return nil, fmt.Errorf("%s is no date", field)
	}
	end := begin.AddDate(0, 0, 1)
	return func(t *row) bool {
		at := t.Created
		switch field {
		case "updated_at":
			at = t.updated
		case "due_by":
			at = t.due()
		case "fr_due_by":
			at = t.responseDue()
		}
		return (op == '<' || !at.Before(begin)) && (op == '>' || at.Before(end))
	}, nil
}
