"""Measurements as ratios to a floor taken in the same run, so that they mean something on another machine."""
