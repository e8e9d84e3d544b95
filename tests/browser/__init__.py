"""Tests in headless Chromium, as a visitor would see the app."""
