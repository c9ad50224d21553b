package io.jimg.registry.answer;

/// What became of a request that was answered.
public sealed interface Answer<T> {

  record Accepted<T>(T value) implements Answer<T> {}

  record Refused<T>(Refusal refusal) implements Answer<T> {}
}
