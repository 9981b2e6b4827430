package check

import (
	"github.com/fitout/fitout/addon"
)

// Images warns of images that have neither a tag nor a digest, or the tag latest: two nodes
// may run two versions, and a restart may bring another one.
var Images = Check{Name: "images", Run: images}

func images(p *Pass) {
	for _, i := range p.Images {
		image := addon.ParseImage(i.Ref)
		switch {
		case image.Digest != "":
		case image.Tag == "":
			p.Warn(i.Object, i.Field, "image "+i.Ref+" has neither a tag nor a digest", "name the version")
		case image.Tag == "latest":
			p.Warn(i.Object, i.Field, "image "+i.Ref+" is whatever was pushed last", "name the version")
		}
	}
}
