// Loads a Compose file with the loader of Compose itself and fails on errors and warnings.
//
//	check-compose FILE ENV_FILE
package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/sirupsen/logrus"
)

func main() {
	if len(os.Args) != 3 {
		fail("usage: check-compose FILE ENV_FILE")
	}
	warnings := &collector{}
	logrus.AddHook(warnings)
	// The environment of this process is left out, so that it cannot stand in for what the file of variables lacks.
	options, err := cli.NewProjectOptions(
		[]string{os.Args[1]},
		cli.WithEnvFiles(os.Args[2]),
		cli.WithDotEnv,
		cli.WithProfiles([]string{"*"}),
		cli.WithConsistency(true),
	)
	if err != nil {
		fail(err.Error())
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		fail(err.Error())
	}
	if len(warnings.lines) > 0 {
		fail(strings.Join(warnings.lines, "\n"))
	}
	names := project.ServiceNames()
	slices.Sort(names)
	fmt.Printf("%d services: %s\n", len(names), strings.Join(names, ", "))
}

type collector struct{ lines []string }

func (*collector) Levels() []logrus.Level {
	return []logrus.Level{logrus.WarnLevel, logrus.ErrorLevel, logrus.FatalLevel, logrus.PanicLevel}
}

func (c *collector) Fire(entry *logrus.Entry) error {
	c.lines = append(c.lines, entry.Message)
	return nil
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(1)
}
