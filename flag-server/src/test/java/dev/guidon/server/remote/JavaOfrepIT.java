// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.guidon.server.FlagServerExtension;
import dev.openfeature.contrib.providers.ofrep.OfrepProvider;
import dev.openfeature.contrib.providers.ofrep.OfrepProviderOptions;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.MutableStructure;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// OpenFeature's own client for Java is content with what the server answers.
class JavaOfrepIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static final ImmutableContext ANN =
      new ImmutableContext("ann", Map.of("country", new Value("NO"), "age", new Value(42)));

  private static OfrepShop shop;
  private static Client client;

  @BeforeAll
  static void startClient() {
    shop = OfrepShop.open(server);
    OpenFeatureAPI openFeature = OpenFeatureAPI.getInstance();
    openFeature.setProviderAndWait(
        OfrepProvider.constructProvider(
            OfrepProviderOptions.builder()
                .baseUrl(server.uri().toString())
                .headers(
                    ImmutableMap.of("Authorization", ImmutableList.of("Bearer " + shop.sdkToken())))
                .build()));
    client = openFeature.getClient();
  }

  @AfterAll
  static void stopClient() {
    OpenFeatureAPI.getInstance().shutdown();
  }

  @Test
  void eachTypeOfFlagIsReadAsWhatItIs() {
    assertServed(client.getBooleanDetails("bool", false, ANN), true, "on");
    assertServed(client.getStringDetails("text", "", ANN), "hello", "v");
    assertServed(client.getIntegerDetails("whole", 0, ANN), 10, "v");
    assertServed(client.getDoubleDetails("ratio", 0.0, ANN), 10.0, "v");
    assertServed(
        client.getObjectDetails("object", new Value(), ANN),
        new Value(new MutableStructure().add("a", List.of(new Value(1), new Value()))),
        "v");
  }

  private static <T> void assertServed(
      FlagEvaluationDetails<T> details, T value, String variation) {
    assertThat(details.getErrorCode()).as(details.toString()).isNull();
    assertThat(details.getValue()).isEqualTo(value);
    assertThat(details.getVariant()).isEqualTo(variation);
    assertThat(details.getReason()).isEqualTo("STATIC");
  }

  @Test
  void anUnknownFlagGivesTheDefaultWithItsErrorCode() {
    var details = client.getBooleanDetails("nothing", true, ANN);

    assertThat(details.getValue()).isTrue();
    assertThat(details.getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
  }

  @Test
  void aKilledFlagIsOffEvenWhereTheCallersDefaultIsTrue() {
    shop.createKillSwitch("killed");
    assertThat(client.getBooleanValue("killed", true, ANN)).isTrue();

    shop.turn("killed", "off");

    var details = client.getBooleanDetails("killed", true, ANN);
    assertThat(details.getValue()).isFalse();
    assertThat(details.getVariant()).isEqualTo("off");
    assertThat(details.getErrorCode()).isNull();
  }
}
