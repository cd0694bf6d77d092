package build

import (
	"slices"

	"trigpoint/generator/config"
	"trigpoint/generator/diag"
)

// configured is site.toml, read, and what it was read from.
type configured struct {
	text, theme string
	config      *config.Config
	diags       diag.List
}

// configure reads site.toml, unless it is what it was. The same configuration is
// then also the same value, by which package site knows it.
func (b *Builder) configure(src []byte, theme string) (*config.Config, diag.List) {
	if c := b.config; c == nil || c.text != string(src) || c.theme != theme {
		cfg, diags := config.Parse(config.FileName, src)
		if theme != "" {
			cfg.Theme, cfg.ThemeAt = theme, diag.Position{}
		}
		b.config = &configured{string(src), theme, cfg, diags}
	}
	return b.config.config, slices.Clone(b.config.diags)
}
