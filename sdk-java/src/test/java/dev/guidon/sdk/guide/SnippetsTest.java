// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The guides show code that was compiled and run, and nothing else.
class SnippetsTest {

  private static final Path ROOT = root();
  private static final Pattern REGION =
      Pattern.compile("(?ms)^ *// region: (\\S+)\\n(.*?)^ *// endregion$");
  private static final Pattern SNIPPET =
      Pattern.compile("(?ms)^<!-- snippet: (\\S+) -->\\n+```java\\n(.*?)^```$");
  private static final Pattern CODE = Pattern.compile("(?m)^```java$");

  /// Tests run in the folder of the module or in that of the whole.
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/sdk"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  @ParameterizedTest
  @CsvSource({"java.md, JavaGuideTest", "testing.md, TestingGuideTest"})
  void guideShowsWhatItsTestRuns(String guide, String test) throws IOException {
    String page = Files.readString(ROOT.resolve("docs/sdk").resolve(guide));
    Map<String, String> regions =
        regionsOf(
            Files.readString(
                ROOT.resolve("sdk-java/src/test/java/dev/guidon/sdk/guide/" + test + ".java")));

    Map<String, String> shown = new HashMap<>();
    for (Matcher snippet = SNIPPET.matcher(page); snippet.find(); ) {
      shown.put(snippet.group(1), snippet.group(2));
    }

    assertThat(shown).as("what %s shows, and what %s has", guide, test).isEqualTo(regions);
    assertThat(CODE.matcher(page).results().count())
        .as("code in %s that no test runs", guide)
        .isEqualTo(shown.size());
  }

  private static Map<String, String> regionsOf(String source) {
    Map<String, String> regions = new HashMap<>();
    for (Matcher region = REGION.matcher(source); region.find(); ) {
      regions.put(region.group(1), region.group(2).stripTrailing().stripIndent() + "\n");
    }
    return regions;
  }
}
