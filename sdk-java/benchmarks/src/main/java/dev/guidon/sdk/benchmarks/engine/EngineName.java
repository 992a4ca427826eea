// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.engine;

import dev.guidon.sdk.benchmarks.workload.Catalog;

/// The engines that are compared.
public enum EngineName {
  GUIDON_ENGINE("Guidon, engine alone"),
  GUIDON_CLIENT("Guidon, client"),
  GUIDON_CONTEXT("Guidon, client, context built"),
  LAUNCHDARKLY("LaunchDarkly 7.13.0"),
  FLAGD("flagd 0.11.15 by OpenFeature"),
  CONFIGCAT("ConfigCat 9.4.3"),
  STATSIG("Statsig 2.2.2"),
  UNLEASH("Unleash 12.2.3");

  private final String title;

  EngineName(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  public boolean isGuidon() {
    return this == GUIDON_ENGINE || this == GUIDON_CLIENT || this == GUIDON_CONTEXT;
  }

  /// Loads the catalog and is ready to answer.
  public Engine open(Catalog catalog) {
    return switch (this) {
      case GUIDON_ENGINE -> new GuidonEngine(catalog);
      case GUIDON_CLIENT -> new GuidonClientEngine(catalog, false);
      case GUIDON_CONTEXT -> new GuidonClientEngine(catalog, true);
      case LAUNCHDARKLY -> new LaunchDarklyEngine(catalog);
      case FLAGD -> new FlagdEngine(catalog);
      case CONFIGCAT -> new ConfigCatEngine(catalog);
      case STATSIG -> new StatsigEngine(catalog);
      case UNLEASH -> new UnleashEngine(catalog);
    };
  }
}
