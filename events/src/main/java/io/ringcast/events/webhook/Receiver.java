package io.ringcast.events.webhook;

import io.ringcast.events.Event;
import io.ringcast.events.EventType;
import io.ringcast.events.format.SigningKey;
import io.ringcast.events.format.WebhookFormat;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Somebody who is sent events.
 *
 * @param id under which its place in the log is kept; another id is another receiver
 * @param apps whose events; none named: all
 * @param types which events; none named: all that the format has words for
 * @param insideAllowed whether its host may be an address inside, such as 10.1.2.3 or localhost
 * @param start where one begins that was never heard of
 */
public record Receiver(String id, URI url, WebhookFormat format, SigningKey key, Set<String> apps, Set<EventType> types,
  boolean insideAllowed, Start start) {

  /** Where a new receiver begins. */
  public enum Start { NOW, OLDEST }

  public Receiver {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (id.isBlank()) {
      throw new IllegalArgumentException("a webhook receiver needs an id");
    }
    if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null || url.getUserInfo() != null
      || url.getFragment() != null) {
      throw new IllegalArgumentException("the webhook receiver " + id
        + " needs an http or https URL with a host, without user or fragment");
    }
    apps = Set.copyOf(apps);
    types = Set.copyOf(types);
  }

  boolean wants(Event event) {
    return (apps.isEmpty() || apps.contains(event.room().appId()))
      && (types.isEmpty() || types.contains(event.type()))
      && format.renderer().wants(event);
  }
}
