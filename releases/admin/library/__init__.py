"""The library in the back office: images and files, where they are used, and how they are added and chosen."""
