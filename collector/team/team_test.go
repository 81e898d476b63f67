package team_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/team"
)

func TestName(t *testing.T) {
	teams := team.Teams{
		{Name: "Returns", Match: team.Match{Group: []string{"360001", "info@shop.example"}}},
		{Name: "Billing"},
	}
	for group, want := range map[string]string{
		"360001": "Returns", "INFO@shop.example": "Returns", "billing": "Billing", "Sales": "Sales", "": "",
	} {
		require.Equal(t, want, teams.Name(group), "group %q", group)
	}
	require.Nil(t, teams.Of("Sales"))
}

func TestValidate(t *testing.T) {
	teams := team.Teams{
		{Name: "Returns", Match: team.Match{Group: []string{"a", " "}}, Schedule: "office"},
		{Name: "Returns"},
		{Match: team.Match{Group: []string{"A"}}, Schedule: "nights"},
	}
	require.Equal(t, []string{
		`[0].match.group[1]: empty: give a group's name or id, or remove it`,
		`[1].name: "Returns" is taken by a team above; give all its groups in one match`,
		`[2].name: missing: name the team`,
		`[2].schedule: no schedule "nights"; define it under schedules, or correct the name`,
		`[2].match.group[0]: "A" belongs to the team "Returns" already; remove one`,
	}, problems(teams))
}

func TestTeamWithoutMatchHasTheGroupOfItsName(t *testing.T) {
	require.Equal(t, []string{
		`[1].match.group[0]: "billing" belongs to the team "Billing" already; remove one`,
		`[3].name: the group "Sales" belongs to the team "Shop" already; remove it there, or give this team a match`,
		`[4].name: the group "BILLING" belongs to the team "Billing" already; remove it there, or give this team a match`,
	}, problems(team.Teams{
		{Name: "Billing"},
		{Name: "Money", Match: team.Match{Group: []string{"billing"}}},
		{Name: "Shop", Match: team.Match{Group: []string{"sales"}}},
		{Name: "Sales"},
		{Name: "BILLING"},
		{Name: "Support", Match: team.Match{Group: []string{"Support", "Help"}}},
	}))
}

func problems(teams team.Teams) []string {
	var got []string
	for _, p := range teams.Validate(func(name string) bool { return name == "office" }) {
		got = append(got, p.Path+": "+p.Message)
	}
	return got
}
