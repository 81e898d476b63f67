package dashboards

import "fmt"

// bound of a goal.
type bound string

const (
	atMost  bound = "at_most"
	atLeast bound = "at_least"
)

// near is how far off a goal may be and still be nearly kept.
const near = 0.1

// goal selects the month's goal of a KPI: the desk's, where no team is chosen, or the team's, where the page
// shows one team alone.
func goal(kpi string, b bound) expr {
	matchers := fmt.Sprintf(`job=~"$job",kpi=%q,period="month",bound=%q,group=~"$group"`, kpi, b)
	teams := raw(`count(count by (group) (%s))`, of("helpdesk_tickets").selector())
	return or(
		raw(`max(helpdesk_goal{%s,group=""})`, matchers),
		operation(raw(`max(helpdesk_goal{%s,group!=""})`, matchers), "and", operation(teams, "==", raw("1"))),
	)
}

// goals are the queries that show a KPI's goal in a colour and in words: kept, nearly kept, missed, or none set.
func goals(kpi string, b bound, value expr) []query {
	g := goal(kpi, b)
	better, worse, tolerance := ">=", "<", 1+near
	if b == atLeast {
		better, worse, tolerance = "<=", ">", 1-near
	}
	edge := operation(value, "/", raw("%g", tolerance))
	return []query{
		instant("goal_kept", operation(g, better, value)),
		instant("goal_near", operation(operation(g, worse, value), better, edge)),
		instant("goal_missed", operation(g, worse, edge)),
		instant("goal_none", raw(`absent(helpdesk_goal{job=~"$job",kpi=%q,period="month",bound=%q,group=~"$group"})`, kpi, b)),
	}
}
