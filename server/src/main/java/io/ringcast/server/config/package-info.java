/** What the operator wrote (file, environment, command line), read strictly into typed records. */
@org.jspecify.annotations.NullMarked
package io.ringcast.server.config;
