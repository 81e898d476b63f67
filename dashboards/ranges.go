package dashboards

// Literal ranges.
const (
	overnight   = "16h"
	hour        = "1h"
	fourHours   = "4h"
	week        = "7d"
	fourWeeks   = "28d"
	agentHours  = "28d:1h"
	periodHours = wholeRange + ":1h"
	nextHours   = "164h" // the four hours to come, a week ago
	lastWeek    = "1w"
	threeDays   = "3d"
)

// literalRanges are the ranges and offsets that do not follow the reader's choice, each with its reason.
func literalRanges() map[string]string {
	return map[string]string{
		overnight:    "the morning looks back to the evening before",
		hour:         "the wallboard and staffing speak of hours; an hour of the same weekday is compared",
		fourHours:    "the SLA horizon of four hours against what four hours fulfil",
		fourWeeks:    "the budget of an SLA and the pace of a team are those of four weeks",
		agentHours:   "agent-hours of four weeks: one sample an hour of the window of an hour",
		periodHours:  "agent-hours of the reader's range: one sample an hour of the window of an hour",
		week:         "the forecast draws a line through a week",
		nextHours:    "the coming four hours a week ago",
		lastWeek:     "the same time last week",
		threeDays:    "the forecast of three days ago, to see whether it came true",
		"5m":         "what fires now and did not five minutes ago began",
		"15m":        "failures of the alerting path",
		"$bucket:5m": "one sample in five minutes of what began in a step",
		"2h":         "staffing of the coming two hours",
		"1d":         "staffing of the coming day",
		"166h":       "the coming two hours one week ago",
		"334h":       "the coming two hours two weeks ago",
		"502h":       "the coming two hours three weeks ago",
		"670h":       "the coming two hours four weeks ago",
		"332h":       "the coming four hours two weeks ago",
		"500h":       "the coming four hours three weeks ago",
		"668h":       "the coming four hours four weeks ago",
		"144h":       "the coming day one week ago",
		"312h":       "the coming day two weeks ago",
		"480h":       "the coming day three weeks ago",
		"648h":       "the coming day four weeks ago",
		"167h":       "the coming hour one week ago",
		"335h":       "the coming hour two weeks ago",
		"503h":       "the coming hour three weeks ago",
		"671h":       "the coming hour four weeks ago",
		"168h":       "the same hour one week ago",
		"336h":       "the same hour two weeks ago",
		"504h":       "the same hour three weeks ago",
		"672h":       "the same hour four weeks ago",
	}
}
