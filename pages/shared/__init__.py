"""What the pages share: besides the pages themselves, the only folder of the app that uses Streamlit."""
