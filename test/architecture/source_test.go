package architecture

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSource holds every package, its tests aside, to the rules that are seen in the source: no init, no state in a
// package's variables, no clock read where one is passed in.
func TestSource(t *testing.T) {
	for _, p := range packages(t) {
		fset := token.NewFileSet()
		var files []*ast.File
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			require.NoError(t, err)
			files = append(files, f)
		}
		require.Empty(t, faults(p.folder(), fset, files))
	}
}

// TestSourceRulesBite gives the rules source that they must refuse, and some that they must not.
func TestSourceRulesBite(t *testing.T) {
	cases := []struct {
		name, folder, source string
		want                 []string
	}{
		{"a table", "collector", "var t = map[string]int{}; func f() int { return t[`a`] }", nil},
		{"a local of the same name", "collector", "var n int; func f() int { n := 1; n++; n = 2; return n }", nil},
		{"an error", "sources", "import `errors`; var errA = errors.New(`a`); func f() error { return errA }", nil},
		{"a clock in a source", "sources", "import `time`; func f() time.Time { return time.Now() }", nil},
		{"a method called init", "collector", "type s int; func (s) init() {}", nil},
		{"init", "sources", "func init() {}", []string{"1:12: func init"}},
		{"a clock", "collector/fact", "import `time`; func f() time.Time { return time.Now() }", []string{"1:55: time.Now"}},
		{"a clock by another name", "collector", "import c `time`; var now = c.Now", []string{"1:39: time.Now"}},
		{"a counter", "sources", "var n int; func f() { n++ }", []string{"1:34: n is assigned"}},
		{"an assignment", "sources", "var n int; func f() { n = 2 }", []string{"1:34: n is assigned"}},
		{"a registry", "sources", "var m = map[string]int{}; func f() { m[`a`] = 1 }", []string{"1:49: m is assigned"}},
		{"a registry emptied", "sources", "var m = map[string]int{}; func f() { delete(m, `a`) }", []string{"1:56: m is assigned"}},
		{"a field", "sources", "var s struct{ n int }; func f() { s.n = 1 }", []string{"1:46: s is assigned"}},
		{"a pointer handed out", "sources", "var n int; func f() *int { return &n }", []string{"1:47: n is assigned"}},
		{"a lock", "sources", "import `sync`; var mu sync.Mutex", []string{"1:31: mu holds a sync.Mutex"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			fset := token.NewFileSet()
			f, err := parser.ParseFile(fset, "", "package p; "+c.source, parser.SkipObjectResolution)
			require.NoError(t, err)
			require.Equal(t, c.want, faults(c.folder, fset, []*ast.File{f}))
		})
	}
}

// source is a package under inspection.
type source struct {
	fset   *token.FileSet
	info   types.Info
	pkg    *types.Package
	timed  bool // whether the clock may be read
	faults []string
}

// faults lists what the files of a package do against the rules.
func faults(folder string, fset *token.FileSet, files []*ast.File) []string {
	s := source{
		fset:  fset,
		info:  types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}},
		timed: !below(folder, clockless),
	}
	// What is imported stays empty, so much of the package does not check; that its own names are resolved is enough.
	config := types.Config{Importer: empty{}, Error: func(error) {}}
	s.pkg, _ = config.Check(folder, fset, files, &s.info)
	for _, f := range files {
		s.declarations(f)
		ast.Inspect(f, s.visit)
	}
	return s.faults
}

// empty imports every package without what is in it.
type empty struct{}

func (empty) Import(path string) (*types.Package, error) {
	p := types.NewPackage(path, filepath.Base(path))
	p.MarkComplete()
	return p, nil
}

func (s *source) fault(at token.Pos, format string, args ...any) {
	p := s.fset.Position(at)
	where := strings.TrimPrefix(fmt.Sprintf("%s:%d:%d", filepath.Base(p.Filename), p.Line, p.Column), ".:")
	s.faults = append(s.faults, where+": "+fmt.Sprintf(format, args...))
}

// declarations looks at what stands at the top of a file.
func (s *source) declarations(f *ast.File) {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Name.Name == "init" && d.Recv == nil {
				s.fault(d.Pos(), "func init")
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				v, ok := spec.(*ast.ValueSpec)
				if !ok {
					continue
				}
				if t, ok := v.Type.(*ast.SelectorExpr); ok && slices.Contains([]string{"sync", "sync/atomic"}, s.imported(t.X)) {
					s.fault(v.Pos(), "%s holds a %s.%s", v.Names[0].Name, filepath.Base(s.imported(t.X)), t.Sel.Name)
				}
			}
		}
	}
}

// visit looks at what a package does.
func (s *source) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.SelectorExpr:
		if !s.timed && s.imported(n.X) == "time" && slices.Contains(clocks, n.Sel.Name) {
			s.fault(n.Pos(), "time.%s", n.Sel.Name)
		}
	case *ast.AssignStmt:
		for _, e := range n.Lhs {
			s.assigned(e)
		}
	case *ast.IncDecStmt:
		s.assigned(n.X)
	case *ast.UnaryExpr:
		// A pointer into a table is how its long rows are read; a pointer to the variable itself is given to be written.
		if id, ok := n.X.(*ast.Ident); ok && n.Op == token.AND {
			s.assigned(id)
		}
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.Ident); ok && (f.Name == "delete" || f.Name == "clear") && len(n.Args) > 0 {
			s.assigned(n.Args[0])
		}
	}
	return true
}

// imported returns the path of the package that an expression names, or "".
func (s *source) imported(e ast.Expr) string {
	id, ok := e.(*ast.Ident)
	if !ok {
		return ""
	}
	if name, ok := s.info.Uses[id].(*types.PkgName); ok {
		return name.Imported().Path()
	}
	return ""
}

// assigned is told the target of an assignment: a variable of the package must not be one.
func (s *source) assigned(e ast.Expr) {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.Ident:
			if v, ok := s.info.Uses[x].(*types.Var); ok && v.Parent() == s.pkg.Scope() {
				s.fault(x.Pos(), "%s is assigned", x.Name)
			}
			return
		default:
			return
		}
	}
}
