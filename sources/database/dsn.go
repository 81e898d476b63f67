package database

import (
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"helpdesk_exporter/internal/yamlfile"
)

const applicationName = "helpdesk_exporter"

// address is a DSN taken apart.
type address struct {
	dialect string
	// identity is the address without credentials.
	identity string
	secrets  secrets
	open     func() (*sql.DB, error)
}

var unixAddress = regexp.MustCompile(`^(?i:mysql|mariadb)://(?:([^@/]*)@)?unix\(([^)]*)\)/([^?]*)(?:\?(.*))?$`)

// parseDSN understands mysql://, mariadb://, postgres://, postgresql:// and sqlite:. Its errors hold no
// part of the address but the scheme.
func parseDSN(dsn string) (address, error) {
	dsn = strings.TrimSpace(dsn)
	scheme, rest, ok := strings.Cut(dsn, ":")
	if !ok {
		return address{}, errors.New("not an address: write mysql://…, postgres://… or sqlite:…")
	}
	switch strings.ToLower(scheme) {
	case "mysql", "mariadb":
		return mysqlAddress(dsn)
	case "postgres", "postgresql":
		return postgresAddress(dsn)
	case "sqlite":
		return sqliteAddress(rest)
	}
	if !regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+]*$`).MatchString(scheme) {
		return address{}, errors.New("not an address: write mysql://…, postgres://… or sqlite:…")
	}
	return address{}, fmt.Errorf("unknown driver %q: use one of %s", scheme, strings.Join(dialects(), ", "))
}

func mysqlAddress(dsn string) (address, error) {
	var (
		user, password       string
		network, host, dbase string
		query                string
	)
	if m := unixAddress.FindStringSubmatch(dsn); m != nil {
		rawUser, rawPassword, _ := strings.Cut(m[1], ":")
		var err error
		if user, err = url.PathUnescape(rawUser); err == nil {
			password, err = url.PathUnescape(rawPassword)
		}
		if err != nil {
			return address{}, errors.New("the user or the password holds a bad % escape: write % as %25")
		}
		network, host, dbase, query = "unix", m[2], m[3], m[4]
	} else {
		u, err := parseURL(dsn)
		if err != nil {
			return address{}, err
		}
		user = u.User.Username()
		password, _ = u.User.Password()
		port := u.Port()
		if port == "" {
			port = "3306"
		}
		network, host, query = "tcp", net.JoinHostPort(u.Hostname(), port), u.RawQuery
		dbase = strings.TrimPrefix(u.Path, "/")
	}
	if dbase == "" {
		return address{}, errors.New("the address names no database: write mysql://user:password@host:3306/database")
	}
	cfg, err := mysqlConfig(query)
	if err != nil {
		return address{}, err
	}
	cfg.User, cfg.Passwd, cfg.Net, cfg.Addr, cfg.DBName = user, password, network, host, dbase
	return address{
		dialect:  MySQL,
		identity: "mysql://" + host + "/" + dbase,
		secrets:  newSecrets([]string{user}, []string{password}),
		open: func() (*sql.DB, error) {
			connector, err := mysql.NewConnector(cfg)
			if err != nil {
				return nil, err
			}
			return sql.OpenDB(connector), nil
		},
	}, nil
}

// mysqlConfig takes the address's parameters, except those that would change how values are read.
func mysqlConfig(query string) (*mysql.Config, error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, errors.New("the parameters after ? cannot be read")
	}
	for _, name := range []string{"parseTime", "loc", "multiStatements", "time_zone", "allowAllFiles"} {
		if values.Has(name) {
			return nil, fmt.Errorf("the parameter %s is the exporter's own: leave it out (zones are set by timezone and session_timezone)", name)
		}
	}
	cfg, err := mysql.ParseDSN("tcp(localhost)/db?" + query)
	if err != nil {
		return nil, errors.New("a parameter after ? is not known to the MySQL driver")
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 10 * time.Second
	}
	cfg.Logger = silent{}
	cfg.ConnectionAttributes = "program_name:" + applicationName
	return cfg, nil
}

// silent drops the driver's own log: what matters comes back as an error.
type silent struct{}

func (silent) Print(...any) {}

func postgresAddress(dsn string) (address, error) {
	u, err := parseURL(dsn)
	if err != nil {
		return address{}, err
	}
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return address{}, errors.New("not an address of PostgreSQL: write postgres://user:password@host:5432/database")
	}
	if cfg.RuntimeParams["application_name"] == "" {
		cfg.RuntimeParams["application_name"] = applicationName
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = 10 * time.Second
	}
	// No prepared statement outlives its execution: a column added to a table would break it, and poolers
	// do not keep it.
	cfg.DefaultQueryExecMode = pgx.QueryExecModeDescribeExec
	password, _ := u.User.Password()
	return address{
		dialect:  Postgres,
		identity: fmt.Sprintf("postgres://%s/%s", net.JoinHostPort(cfg.Host, fmt.Sprint(cfg.Port)), cfg.Database),
		secrets:  newSecrets([]string{u.User.Username(), cfg.User}, []string{password, cfg.Password}),
		open:     func() (*sql.DB, error) { return stdlib.OpenDB(*cfg), nil },
	}, nil
}

func sqliteAddress(rest string) (address, error) {
	path, query, _ := strings.Cut(strings.TrimPrefix(rest, "//"), "?")
	if path == "" || path == ":memory:" {
		return address{}, errors.New("the address names no file: write sqlite:/path/file.db")
	}
	if query != "" {
		return address{}, errors.New("an address of SQLite takes no parameters")
	}
	abs := absolute(path)
	dsn := (&url.URL{Scheme: "file", Path: abs}).String() + "?mode=ro&_pragma=busy_timeout(5000)&_pragma=query_only(1)"
	return address{
		dialect:  SQLite,
		identity: "sqlite:" + abs,
		open:     func() (*sql.DB, error) { return sql.Open("sqlite", dsn) },
	}, nil
}

// parseURL keeps url.Parse's error to itself: it quotes the address.
func parseURL(dsn string) (*url.URL, error) {
	u, err := url.Parse(dsn)
	if err != nil {
		return nil, errors.New("the address cannot be read: write special characters of the password as %XX")
	}
	if u.Host == "" && u.Query().Get("host") == "" {
		return nil, errors.New("the address names no host")
	}
	return u, nil
}

// address reads the address, inline or from its file. Its error is a yamlfile.Problem of the key that gives it.
func (c *Config) address() (address, error) {
	key, dsn := "dsn", string(c.DSN)
	if c.DSNFile != "" {
		b, err := os.ReadFile(c.DSNFile)
		key, dsn = "dsn_file", strings.TrimSpace(string(b))
		if err == nil && dsn == "" {
			err = fmt.Errorf("%s is empty: write the address into it, such as mysql://user:password@host/database", c.DSNFile)
		}
		if err != nil {
			return address{}, yamlfile.Problem{Path: key, Message: err.Error()}
		}
	}
	addr, err := parseDSN(dsn)
	if err == nil {
		err = allowed(c.Drivers, addr.dialect)
	}
	if err != nil {
		return address{}, yamlfile.Problem{Path: key, Message: err.Error()}
	}
	return addr, nil
}
