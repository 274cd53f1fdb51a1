"""What people see: Block Kit as plain functions from values to dictionaries, and the text documents."""
