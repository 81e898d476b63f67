package sla_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/record"
)

// never is a schedule that has no opening.
type never struct{}

func (never) Within(_, _ time.Time) time.Duration            { return 0 }
func (never) Add(time.Time, time.Duration) (time.Time, bool) { return time.Time{}, false }
func (never) AddDays(time.Time, int) (time.Time, bool)       { return time.Time{}, false }
func desk(t *testing.T) sla.Desk {
	t.Helper()
	return sla.Desk{
		Sources: []string{"shop", "desk"}, Categories: []string{"returns"},
		Schedules: map[string]sla.Schedule{"office": &office{9, 17}, "late": &office{12, 20}},
		Now:       at(t, "02 09:00"),
	}
}

// load reads the value of the key "sla" of a file, as the configuration does.
func load(t *testing.T, text string, d sla.Desk) (sla.Config, error) {
	t.Helper()
	files := &yamlfile.Files{}
	root, err := files.Parse("helpdesk.yml", []byte(text))
	require.NoError(t, err)
	block := yamlfile.Get(root, "sla")
	c, errs := sla.Decode(files, block, "sla")
	return c, files.ResolveBeside(errs, block, "sla", c.Validate(d)).Sorted()
}

func TestLongForm(t *testing.T) {
	c, err := load(t, `
sla:
  - name: premium
    match: {source: [shop], brand: [], group: [vip], channel: [email, form]}
    schedule: office
    objective: 90%
    solve_counts_as_reply: true
    reopen: resume
    targets:
      first_response: {default: 4h, by_priority: {urgent: 1h30m}, clock: business}
      next_response:  {default: 30h, start: any_message}
      resolution:     {default: 3bd, pause_on: []}
      agent_work:     {default: 8h, pause_on: [pending, hold]}
  - {name: vendor, from: vendor, match: {source: [desk]}}
  - {name: rest, targets: {first_response: {default: 1d, clock: calendar}}}
`, desk(t))
	require.NoError(t, err)
	require.Len(t, c.Policies, 3)
	p := c.Policies[0]
	require.Equal(t, "premium", p.Name)
	require.Equal(t, sla.Share(0.9), p.Objective)
	require.True(t, p.SolveCountsAsReply)
	require.Equal(t, sla.ReopenResume, p.Reopen)
	require.Equal(t, sla.Match{Source: []string{"shop"}, Brand: []string{}, Group: []string{"vip"}, Channel: []string{"email", "form"}}, p.Match)
	require.Equal(t, sla.Goal{
		Default: hours(4), ByPriority: map[record.Priority]sla.Budget{record.PriorityUrgent: hours(1.5)}, Clock: sla.ClockBusiness,
	}, p.Targets[sla.FirstResponse])
	require.Equal(t, sla.Goal{Default: hours(30), Start: sla.StartAnyMessage}, p.Targets[sla.NextResponse])
	require.Equal(t, sla.Goal{Default: sla.Budget{WorkingDays: 3}, PauseOn: []record.Status{}}, p.Targets[sla.Resolution])
	require.Equal(t, []record.Status{record.StatusPending, record.StatusHold}, p.Targets[sla.AgentWork].PauseOn)
	require.Equal(t, sla.FromVendor, c.Policies[1].From)
	require.Equal(t, sla.Share(0.95), c.Policies[2].Objective)
	require.Equal(t, 24*time.Hour, c.Policies[2].Targets[sla.FirstResponse].Default.Duration)

	text, err := yaml.Marshal(c)
	require.NoError(t, err)
	again, err := load(t, "sla:\n  "+strings.ReplaceAll(string(text), "\n", "\n  "), desk(t))
	require.NoError(t, err, string(text))
	require.Equal(t, 30*time.Hour, again.Policies[0].Targets[sla.NextResponse].Default.Duration)
	require.Equal(t, c.Policies[2].Targets, again.Policies[2].Targets)
}

func TestShortForm(t *testing.T) {
	c, err := load(t, "sla: {reply: 8h, resolution: 3bd}", desk(t))
	require.NoError(t, err)
	require.Equal(t, []sla.Policy{{
		Name: "default", Objective: 0.95,
		Targets: map[sla.Target]sla.Goal{
			sla.FirstResponse: {Default: hours(8)}, sla.NextResponse: {Default: hours(8)},
			sla.Resolution: {Default: sla.Budget{WorkingDays: 3}},
		},
	}}, c.Policies)
	c, err = load(t, "sla: {reply: 8h}", sla.Desk{Now: at(t, "02 09:00")})
	require.NoError(t, err)
	require.Len(t, c.Policies[0].Targets, 2)
}

func TestBadPolicies(t *testing.T) {
	closed := desk(t)
	closed.Schedules = map[string]sla.Schedule{"closed": never{}}
	none := desk(t)
	none.Schedules = nil
	for _, c := range []struct {
		name string
		text string
		desk sla.Desk
		want []string
	}{
		{"an unknown target", `
sla:
  - name: p
    targets:
      first_respons: {default: 4h}`, desk(t), []string{
			`helpdesk.yml:5: sla[0].targets.first_respons: no target "first_respons"; there are: first_response, next_response, periodic_update, resolution, requester_wait, agent_work`,
		}},
		{"an unknown key", `
sla:
  - name: p
    targets:
      resolution: {default: 4h, clok: business}`, desk(t), []string{
			`helpdesk.yml:5: sla[0].targets.resolution.clok: unknown key, did you mean "clock"?`,
		}},
		{"a target without a default", `
sla:
  - name: p
    targets:
      resolution: {by_priority: {urgent: 4h}}`, desk(t), []string{
			`helpdesk.yml:5: sla[0].targets.resolution.default: missing: give the time for every priority that by_priority does not name`,
		}},
		{"nothing at all", `
sla:
  - {objective: 1.5}`, desk(t), []string{
			`helpdesk.yml:3: sla[0].name: missing: name the policy; the name is a label`,
			`helpdesk.yml:3: sla[0].objective: 1.5 is not above 0 and at most 1: write 0.95 or 95%`,
			`helpdesk.yml:3: sla[0].targets: missing: give at least one of first_response, next_response, periodic_update, resolution, requester_wait, agent_work`,
		}},
		{"days on the business clock", `
sla:
  - name: p
    schedule: office
    targets:
      resolution: {default: 2d, by_priority: {low: 2w}}`, desk(t), []string{
			`helpdesk.yml:6: sla[0].targets.resolution.default: 2d is not clear in business time: write 16h or 2bd, or clock: calendar`,
			`helpdesk.yml:6: sla[0].targets.resolution.by_priority.low: 2w is not clear in business time: write 80h or 10bd, or clock: calendar`,
		}},
		{"working days of the calendar", `
sla:
  - name: p
    targets:
      resolution: {default: 2bd, clock: calendar}
      agent_work: {default: 2bd, by_priority: {low: 0s}}`, none, []string{
			`helpdesk.yml:5: sla[0].targets.resolution.default: 2bd are working days, but the clock has no schedule: write 2d, or let a schedule apply`,
			`helpdesk.yml:6: sla[0].targets.agent_work.by_priority.low: must be longer than 0`,
			`helpdesk.yml:6: sla[0].targets.agent_work.default: 2bd are working days, but the clock has no schedule: write 2d, or let a schedule apply`,
		}},
		{"business time without a schedule", `
sla:
  - name: p
    targets: {resolution: {default: 2h, clock: business}}`, none, []string{
			`helpdesk.yml:4: sla[0].targets.resolution.clock: there is no schedule for business time: add one, or use calendar`,
		}},
		{"a time that is never over", `
sla:
  - name: p
    targets: {resolution: {default: 2h}, agent_work: {default: 1bd}}`, closed, []string{
			`helpdesk.yml:4: sla[0].targets.agent_work.default: 1bd is not over within 2 years of the schedule "closed": shorten it`,
			`helpdesk.yml:4: sla[0].targets.resolution.default: 2h is not over within 2 years of the schedule "closed": shorten it`,
		}},
		{"one that takes too long", `
sla:
  - name: p
    schedule: office
    targets: {resolution: {default: 4200h}}`, desk(t), []string{ // 261 days of 8 h a year
			`helpdesk.yml:5: sla[0].targets.resolution.default: 4200h is not over within 2 years of the schedule "office": shorten it`,
		}},
		{"an unknown schedule", `
sla:
  - name: p
    schedule: offise
    targets: {resolution: {default: 3bd}}`, desk(t), []string{
			`helpdesk.yml:4: sla[0].schedule: no schedule "offise"; there are: late, office, 24x7`,
		}},
		{"twice the same name, and hidden by the one before", `
sla:
  - {name: p, match: {priority: [urgent]}, targets: {resolution: {default: 4h}}}
  - {name: p, match: {priority: [Urgent], group: [vip]}, targets: {resolution: {default: 8h}}}`, desk(t), []string{
			`helpdesk.yml:4: sla[1].name: "p" is taken by policy 1: choose another name`,
			`helpdesk.yml:4: sla[1].match: can never apply, because the policies before it take every ticket: move it up, or narrow those`,
		}},
		{"words that are none", `
sla:
  - name: p
    from: vendors
    reopen: never
    match:
      channel: [mail]
      priority: [p1]
      source: [shopp]
      category: [refunds]
      group: [" "]
    targets:
      resolution: {default: 4h, by_priority: {asap: 1h}, clock: working, pause_on: [waiting, solved, unknown], start: any_message}
      next_response: {default: soon, start: first}`, desk(t), []string{
			`helpdesk.yml:4: sla[0].from: "vendors" is unknown: use vendor, or leave it out`,
			`helpdesk.yml:5: sla[0].reopen: "never" is unknown: use new or resume`,
			`helpdesk.yml:7: sla[0].match.channel[0]: no channel "mail"; there are: email, form, chat, messaging, phone, social, marketplace, review, api, other`,
			`helpdesk.yml:8: sla[0].match.priority[0]: no priority "p1"; there are: urgent, high, normal, low, none`,
			`helpdesk.yml:9: sla[0].match.source[0]: no source "shopp"; there are: shop, desk`,
			`helpdesk.yml:10: sla[0].match.category[0]: no category "refunds"; there are: none, other, returns`,
			`helpdesk.yml:11: sla[0].match.group[0]: empty: give a name, or remove it`,
			`helpdesk.yml:13: sla[0].targets.resolution.clock: "working" is unknown: use business or calendar`,
			`helpdesk.yml:13: sla[0].targets.resolution.start: is an option of next_response: remove it`,
			`helpdesk.yml:13: sla[0].targets.resolution.pause_on[0]: no status "waiting" in which a clock could pause; there are: new, open, pending, hold`,
			`helpdesk.yml:13: sla[0].targets.resolution.pause_on[1]: no status "solved" in which a clock could pause; there are: new, open, pending, hold`,
			`helpdesk.yml:13: sla[0].targets.resolution.pause_on[2]: no status "unknown" in which a clock could pause; there are: new, open, pending, hold`,
			`helpdesk.yml:13: sla[0].targets.resolution.by_priority.asap: no priority "asap"; there are: urgent, high, normal, low, none`,
			`helpdesk.yml:14: sla[0].targets.next_response.default: expected a duration such as 90m or 4h, or working days such as 3bd, got "soon"`,
			`helpdesk.yml:14: sla[0].targets.next_response.start: "first" is unknown: use any_message or after_first_response`,
		}},
		{"a vendor's policy with targets", `
sla:
  - name: p
    from: vendor
    targets: {resolution: {default: 4h}}`, desk(t), []string{
			`helpdesk.yml:5: sla[0].targets: the vendor's clocks are taken as they are: remove it, or remove from`,
		}},
		{"the short form", `
sla: {reply: 2d, resolution: xbd, replies: 8h}`, desk(t), []string{
			`helpdesk.yml:2: sla.replies: unknown key; known are: reply, resolution`,
			`helpdesk.yml:2: sla.resolution: expected working days such as 3bd, got "xbd"`,
			`helpdesk.yml:2: sla.reply: 2d is not clear in business time: write 16h or 2bd, or clock: calendar`,
		}},
		{"an empty short form", `sla: {}`, desk(t), []string{`helpdesk.yml:1: sla: empty: give reply, resolution or both, or a list of policies`}},
		{"a time that is a list", `sla: {reply: [8h]}`, desk(t), []string{`helpdesk.yml:1: sla.reply: expected a duration such as 90m or 4h, or working days such as 3bd`}},
		{"a word", `sla: gold`, desk(t), []string{`helpdesk.yml:1: sla: expected a list, got "gold"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := load(t, c.text, c.desk)
			require.Error(t, err)
			require.ElementsMatch(t, c.want, strings.Split(err.Error(), "\n"))
		})
	}
}

func TestPolicyThatCanNeverApply(t *testing.T) {
	match := func(m ...sla.Match) sla.Config {
		var c sla.Config
		for i, m := range m {
			c.Policies = append(c.Policies, sla.Policy{
				Name: string(rune('a' + i)), Objective: 1, Match: m, Targets: only(sla.Resolution, hours(1)),
			})
		}
		return c
	}
	vip, mail := sla.Match{Group: []string{"vip"}}, sla.Match{Channel: []string{"email"}}
	both := sla.Match{Group: []string{"vip"}, Channel: []string{"email"}}
	for _, c := range []struct {
		name   string
		config sla.Config
		hidden bool
	}{
		{"after one for all", match(sla.Match{}, vip), true},
		{"one for all after another", match(vip, sla.Match{}), false},
		{"narrower", match(vip, both), true},
		{"wider", match(both, vip), false},
		{"across", match(vip, mail), false},
		{"some of the values", match(sla.Match{Group: []string{"vip", "gold"}}, sla.Match{Group: []string{"GOLD"}}), true},
		{"more values", match(sla.Match{Group: []string{"vip"}}, sla.Match{Group: []string{"vip", "gold"}}), false},
		{"every priority is taken", match(sla.Match{Priority: []string{"urgent", "high"}}, sla.Match{Priority: []string{"normal", "low", "none"}}, vip), true},
		{"one priority is left", match(sla.Match{Priority: []string{"urgent", "high"}}, sla.Match{Priority: []string{"normal", "low"}}, vip), false},
		{"taken in parts", match(both, sla.Match{Group: []string{"vip"}, Channel: []string{
			"form", "chat", "messaging", "phone", "social", "marketplace", "review", "api", "other",
		}}, vip), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			problems := c.config.Validate(sla.Desk{Now: at(t, "02 09:00")})
			if !c.hidden {
				require.Empty(t, problems)
				return
			}
			require.Len(t, problems, 1)
			require.Contains(t, problems[0].Message, "can never apply")
		})
	}
}
