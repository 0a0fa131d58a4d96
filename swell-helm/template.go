package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"helm.sh/helm/v4/pkg/action"
	"helm.sh/helm/v4/pkg/chart"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/loader"
	"helm.sh/helm/v4/pkg/cli"
	"helm.sh/helm/v4/pkg/cli/values"
	"helm.sh/helm/v4/pkg/cmd"
	"helm.sh/helm/v4/pkg/getter"
	release "helm.sh/helm/v4/pkg/release/v1"
)

// errNotMine says that a call is to be made by the program `helm`: what it asks for, or finds, is not repeated here.
var errNotMine = errors.New("not a call for swell-helm")

const advice = "%w\n\nUse --debug flag to render out invalid YAML"

// call is a `helm template` with its arguments read.
type call struct {
	settings    *cli.EnvSettings
	names       []string // the release and the chart
	values      values.Options
	kubeVersion string
	apiVersions []string
	includeCRDs bool
	skipTests   bool
	skipSchema  bool
}

// template does what `helm template` does, and returns its exit code. It writes to os.Stdout and os.Stderr, as Helm does.
//
// The steps are those of pkg/cmd/template.go, install.go and root.go of Helm 4.3, in their order. What the command does
// beside them has no effect on a call that Swell makes: plugins are off, and no cluster is asked.
func template(arguments []string) (int, error) {
	cmd.SetupLogging(false)
	setBack()
	asked, err := read(arguments)
	if err != nil {
		return 0, err
	}
	configuration, err := configured(asked.settings)
	if err != nil {
		return 0, err
	}
	printed, err := asked.rendered(configuration)
	if err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err.Error())
		return 1, nil
	}
	os.Stdout.Write(printed)
	return 0, nil
}

// read reads the arguments behind the program's name. Any that Swell does not give, or that Helm would refuse, are not
// for this program.
func read(arguments []string) (*call, error) {
	asked := &call{settings: cli.New()}
	flags := pflag.NewFlagSet("template", pflag.ContinueOnError)
	flags.SetOutput(discarded{})
	asked.settings.AddFlags(flags)
	flags.StringSliceVarP(&asked.values.ValueFiles, "values", "f", nil, "")
	flags.StringArrayVar(&asked.values.Values, "set", nil, "")
	flags.StringArrayVar(&asked.values.FileValues, "set-file", nil, "")
	flags.StringVar(&asked.kubeVersion, "kube-version", "", "")
	flags.StringSliceVarP(&asked.apiVersions, "api-versions", "a", nil, "")
	flags.BoolVar(&asked.includeCRDs, "include-crds", false, "")
	flags.BoolVar(&asked.skipTests, "skip-tests", false, "")
	flags.BoolVar(&asked.skipSchema, "skip-schema-validation", false, "")
	if err := flags.Parse(arguments); err != nil {
		return nil, errNotMine
	}
	names := flags.Args()
	if len(names) != 3 || names[0] != "template" || !filepath.IsAbs(names[2]) || asked.settings.Debug {
		return nil, errNotMine
	}
	asked.names = names[1:]
	return asked, nil
}

// configured returns the configuration of an action, as each command of Helm has one. Files about repositories and
// registries are rare where Swell runs, and what Helm says of them is left to Helm; a chart on a disk needs neither.
func configured(settings *cli.EnvSettings) (*action.Configuration, error) {
	for _, file := range []string{settings.RepositoryConfig, settings.RegistryConfig} {
		if _, err := os.Lstat(file); !errors.Is(err, os.ErrNotExist) {
			return nil, errNotMine
		}
	}
	configuration := action.NewConfiguration()
	if configuration.Init(settings.RESTClientGetter(), settings.Namespace(), "") != nil {
		return nil, errNotMine
	}
	return configuration, nil
}

// rendered returns what Helm prints on stdout.
func (asked *call) rendered(configuration *action.Configuration) ([]byte, error) {
	install := action.NewInstall(configuration)
	if asked.kubeVersion != "" {
		version, err := common.ParseKubeVersion(asked.kubeVersion)
		if err != nil {
			return nil, fmt.Errorf("invalid kube version '%s': %w", asked.kubeVersion, err)
		}
		install.KubeVersion = version
	}
	install.DryRunStrategy = action.DryRunClient
	install.Replace = true
	install.ServerSideApply = true
	install.APIVersions = common.VersionSet(asked.apiVersions)
	install.IncludeCRDs = asked.includeCRDs
	install.SkipSchemaValidation = asked.skipSchema
	made, err := asked.installed(install)
	if err != nil {
		if made != nil {
			return nil, fmt.Errorf(advice, err)
		}
		return nil, err
	}
	return asked.written(made), nil
}

// installed runs the action, which installs nothing, since it is a dry run; a release that comes with an error is one
// that could not be finished.
func (asked *call) installed(install *action.Install) (*release.Release, error) {
	name, reference, err := install.NameAndChart(asked.names)
	if err != nil {
		return nil, err
	}
	install.ReleaseName = name
	path, err := install.LocateChart(reference, asked.settings)
	if err != nil {
		return nil, err
	}
	given, err := asked.values.MergeValues(getter.All(asked.settings))
	if err != nil {
		return nil, err
	}
	loaded, err := loader.Load(path)
	if err != nil {
		return nil, err
	}
	if err := installable(loaded); err != nil {
		return nil, err
	}
	install.Namespace = asked.settings.Namespace()
	ran, err := install.RunWithContext(context.Background(), loaded, given)
	if made, ok := ran.(*release.Release); ok {
		return made, err
	}
	return nil, err
}

// installable tells what keeps Helm from rendering a chart, and warns of one that its author has given up.
func installable(loaded chart.Charter) error {
	accessor, err := chart.NewAccessor(loaded)
	if err != nil {
		return err
	}
	if kind := accessor.MetadataAsMap()["Type"]; kind != "" && kind != "application" {
		return fmt.Errorf("%s charts are not installable", kind)
	}
	if accessor.Deprecated() {
		slog.Warn("this chart is deprecated")
	}
	if wanted := accessor.MetaDependencies(); len(wanted) > 0 {
		if err := action.CheckDependencies(loaded, wanted); err != nil {
			return fmt.Errorf("an error occurred while checking for chart dependencies. You may need to run "+
				"'helm dependency build' to fetch missing dependencies: %w", err)
		}
	}
	return nil
}

// written returns a release as text: its manifests, then its hooks.
func (asked *call) written(made *release.Release) []byte {
	var text bytes.Buffer
	fmt.Fprintln(&text, strings.TrimSpace(made.Manifest))
	for _, hook := range made.Hooks {
		if !asked.skipTests || !slices.Contains(hook.Events, release.HookTest) {
			fmt.Fprintf(&text, "---\n# Source: %s\n%s\n", hook.Path, hook.Manifest)
		}
	}
	return text.Bytes()
}

// discarded takes what the reader of flags would print.
type discarded struct{}

func (discarded) Write(text []byte) (int, error) { return len(text), nil }
