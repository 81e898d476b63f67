package api

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/itchyny/gojq"
)

// longestRun bounds a jq program on one record: one that does not end is an error of the record.
const longestRun = 5 * time.Second

// program is a compiled jq program.
type program struct {
	query *gojq.Query
	code  *gojq.Code
}

// compileProgram compiles a jq program with our functions and with variables such as $parent.
func compileProgram(source string, variables []string, options []gojq.CompilerOption) (*program, error) {
	query, err := gojq.Parse(source)
	if err != nil {
		return nil, parseFailure(source, err)
	}
	code, err := compileQuery(query, variables, options)
	if err != nil {
		return nil, err
	}
	return &program{query: query, code: code}, nil
}

func compileQuery(query *gojq.Query, variables []string, options []gojq.CompilerOption) (*gojq.Code, error) {
	options = append([]gojq.CompilerOption{gojq.WithVariables(variables)}, options...)
	code, err := gojq.Compile(query, options...)
	if err != nil {
		return nil, fmt.Errorf("jq: %w", err)
	}
	return code, nil
}

// parseFailure says where a program is wrong.
func parseFailure(source string, err error) error {
	var parse *gojq.ParseError
	if !errors.As(err, &parse) {
		return fmt.Errorf("jq: %w", err)
	}
	offset := min(max(parse.Offset-len(parse.Token), 0), len(source))
	line := 1 + strings.Count(source[:offset], "\n")
	column := offset - strings.LastIndex(source[:offset], "\n")
	return fmt.Errorf("jq: line %d, column %d of the program: %w", line, column, err)
}

// all runs the program and hands over each result.
func (p *program) all(ctx context.Context, input any, variables []any, each func(any) error) error {
	return runCode(ctx, p.code, input, variables, each)
}

func runCode(ctx context.Context, code *gojq.Code, input any, variables []any, each func(any) error) error {
	bounded, cancel := context.WithTimeout(ctx, longestRun)
	defer cancel()
	results := code.RunWithContext(bounded, input, variables...)
	for {
		v, ok := results.Next()
		if !ok {
			return nil
		}
		if err, failed := v.(error); failed {
			var halt *gojq.HaltError
			if errors.As(err, &halt) && halt.Value() == nil {
				return nil
			}
			if bounded.Err() != nil {
				return errors.New("the program does not end")
			}
			return err
		}
		if err := each(v); err != nil {
			return err
		}
	}
}

// isTrue tells whether the program's first result is true.
func (p *program) isTrue(ctx context.Context, input any, variables ...any) bool {
	result := false
	stop := errors.New("enough")
	err := p.all(ctx, input, variables, func(v any) error {
		result = v == true
		return stop
	})
	return result && errors.Is(err, stop)
}
