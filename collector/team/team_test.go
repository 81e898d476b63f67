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
	var got []string
	for _, p := range teams.Validate(func(name string) bool { return name == "office" }) {
		got = append(got, p.Path+": "+p.Message)
	}
	require.Equal(t, []string{
		`[0].match.group[1]: empty: give a group's name or id, or remove it`,
		`[1].name: "Returns" is taken by a team above; give all its groups in one match`,
		`[2].name: missing: name the team`,
		`[2].schedule: no schedule "nights"; define it under schedules, or correct the name`,
		`[2].match.group[0]: "A" belongs to the team "Returns" already; remove one`,
	}, got)
}
