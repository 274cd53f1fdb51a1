"""What is kept: the records, the transaction, the queries by subject, the outbox and the migrations."""
