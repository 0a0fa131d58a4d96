package main

import (
	"log/slog"
	"slices"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
)

// ours are Helm's capabilities as they were at the start.
var ours = *common.DefaultCapabilities

// setBack sets back what Helm's packages keep from one render for the next, since the program makes one alone.
func setBack() {
	util.URNResolver = tellOfEachURN()
	fresh := ours
	fresh.APIVersions = slices.Clone(ours.APIVersions) // what Helm hands to a template shares the memory of this list
	common.DefaultCapabilities = &fresh
}

// tellOfEachURN returns what resolves the URNs in schemas as Helm does, with a warning for each one. Helm itself notes for
// the life of the process of which it has warned (warnedURNs in pkg/chart/common/util/jsonschema.go).
func tellOfEachURN() util.URNResolverFunc {
	told := map[string]bool{}
	return func(urn string) (any, error) {
		if !told[urn] {
			told[urn] = true
			slog.Warn("unresolved URN reference ignored; using permissive schema", "urn", urn)
		}
		return true, nil // a schema that takes everything
	}
}
