"""Every page as a server builds it, without a browser: what it shows, how it moves, and what a link may say."""
