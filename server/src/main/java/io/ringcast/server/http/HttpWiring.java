package io.ringcast.server.http;

import io.ringcast.server.config.ServerSettings;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.Ssl;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/** Builds the one HTTP port on Reactor Netty; the routes come as beans from whoever owns them. */
@Configuration(proxyBeanMethods = false)
@EnableWebFlux
public class HttpWiring implements WebFluxConfigurer {

  /** Largest body that is read: an offer of a browser with dozens of tracks is below 40 kB. */
  public static final int BODY_BYTES_MAX = 64 * 1024;

  /** A token may have 8 kB and LiveKit's clients send it in the request line. */
  private static final int HEADER_BYTES_MAX = 16 * 1024;
  private static final Duration IDLE_MAX = Duration.ofSeconds(75);
  private static final String BUNDLE = "ringcast";

  private static final List<String> API_PATHS = List.of("/whip/**", "/whep/**", "/v1/**", "/rtc/**", "/twirp/**", "/live/**", "/hls/**");

  @Override
  public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
    configurer.defaultCodecs().maxInMemorySize(BODY_BYTES_MAX);
  }

  @Bean
  ReactorResourceFactory reactorResources() {
    ReactorResourceFactory resources = new ReactorResourceFactory();
    resources.setUseGlobalResources(false);
    resources.setShutdownQuietPeriod(Duration.ZERO);
    return resources;
  }

  @Bean
  DefaultSslBundleRegistry sslBundles(Certificates certificates) {
    Certificates.Loaded loaded = certificates.loaded();
    return loaded == null ? new DefaultSslBundleRegistry() : new DefaultSslBundleRegistry(BUNDLE, loaded.bundle());
  }

  @Bean
  CertificateReload certificateReload(Certificates certificates, DefaultSslBundleRegistry bundles) {
    return new CertificateReload(certificates, bundle -> bundles.updateBundle(BUNDLE, bundle));
  }

  @Bean
  NettyReactiveWebServerFactory webServerFactory(ServerSettings settings, ReactorResourceFactory resources,
      DefaultSslBundleRegistry bundles, HeadDeadline heads) {
    NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory(settings.http().port());
    factory.setAddress(settings.http().bind());
    factory.setResourceFactory(resources);
    factory.setShutdown(Shutdown.IMMEDIATE);
    if (bundles.getBundleNames().contains(BUNDLE)) {
      factory.setSsl(Ssl.forBundle(BUNDLE));
      factory.setSslBundles(bundles);
    }
    factory.addServerCustomizers(server -> server.idleTimeout(IDLE_MAX)
      .doOnChannelInit((observer, channel, address) -> heads.watch(channel.pipeline()))
      .httpRequestDecoder(decoder -> decoder.maxHeaderSize(HEADER_BYTES_MAX).maxInitialLineLength(HEADER_BYTES_MAX)));
    return factory;
  }

  @Bean
  HttpHandler httpHandler(ApplicationContext context) {
    return WebHttpHandlerBuilder.applicationContext(context).build();
  }

  @Bean
  Problems problems() {
    return new Problems();
  }

  /** Any page may call the API: its tokens, not its origin, say what it may do. */
  @Bean
  CorsWebFilter cors() {
    CorsConfiguration any = new CorsConfiguration();
    any.setAllowedOrigins(List.of("*"));
    any.setAllowedMethods(List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"));
    any.setAllowedHeaders(List.of("Authorization", "Content-Type", "If-Match", "Last-Event-ID", "Range"));
    any.setExposedHeaders(List.of("Location", "ETag", "Link", "Content-Range"));
    any.setMaxAge(Duration.ofHours(1));
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    API_PATHS.forEach(path -> source.registerCorsConfiguration(path, any));
    return new CorsWebFilter(source);
  }
}
