// Renders a chart as `helm template` does, with each of the files of values, and decodes every object strictly into the
// types of Kubernetes; then it looks at what a schema does not say. Fails with all that is wrong.
//
//	check-helm CHART VALUES...
package main

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"helm.sh/helm/v3/pkg/releaseutil"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"
)

func main() {
	if len(os.Args) < 3 {
		fail([]string{"usage: check-helm CHART VALUES..."})
	}
	var wrong []string
	for _, values := range os.Args[2:] {
		objects, faults := render(os.Args[1], values)
		faults = append(faults, examine(objects)...)
		for _, fault := range faults {
			wrong = append(wrong, path.Base(values)+": "+fault)
		}
		fmt.Printf("%s: %d objects\n", path.Base(values), len(objects))
	}
	if len(wrong) > 0 {
		fail(wrong)
	}
}

// render gives the objects of a release called "cosmic" and what is wrong with their text.
func render(chartPath, valuesPath string) ([]runtime.Object, []string) {
	chart, err := loader.Load(chartPath)
	if err != nil {
		return nil, []string{err.Error()}
	}
	given, err := chartutil.ReadValuesFile(valuesPath)
	if err != nil {
		return nil, []string{err.Error()}
	}
	release := chartutil.ReleaseOptions{Name: "cosmic", Namespace: "journal", Revision: 1, IsInstall: true}
	// Values that the chart's own schema refuses end here.
	values, err := chartutil.ToRenderValues(chart, given, release, chartutil.DefaultCapabilities.Copy())
	if err != nil {
		return nil, []string{err.Error()}
	}
	files, err := engine.Engine{Strict: true}.Render(chart, values)
	if err != nil {
		return nil, []string{err.Error()}
	}
	return decode(files)
}

func decode(files map[string]string) ([]runtime.Object, []string) {
	var objects []runtime.Object
	var wrong []string
	options := json.SerializerOptions{Yaml: true, Strict: true}
	decoder := json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme.Scheme, scheme.Scheme, options)
	for name, text := range files {
		if strings.HasSuffix(name, "NOTES.txt") {
			continue
		}
		for _, document := range releaseutil.SplitManifests(text) {
			if isForeign(document) {
				continue
			}
			object, _, err := decoder.Decode([]byte(document), nil, nil)
			if err != nil {
				wrong = append(wrong, path.Base(name)+": "+err.Error())
				continue
			}
			objects = append(objects, object)
		}
	}
	slices.Sort(wrong)
	return objects, wrong
}

// isForeign tells objects of other makers, whose types are not among those of Kubernetes: parsed, and no more.
func isForeign(document string) bool {
	var head struct {
		APIVersion string `json:"apiVersion"`
	}
	return yaml.Unmarshal([]byte(document), &head) == nil && strings.HasPrefix(head.APIVersion, "keda.sh/")
}

func fail(lines []string) {
	fmt.Fprintln(os.Stderr, strings.Join(lines, "\n"))
	os.Exit(1)
}
